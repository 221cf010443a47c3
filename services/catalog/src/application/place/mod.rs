//! What can be done with places.

mod add_place;
mod import_places;

pub use add_place::AddPlace;
pub use import_places::{ImportPlaces, TakenOver};

use chrono::NaiveDate;
use ocop_identity::{Located, Target, UnitsOfDay};
use ocop_places::{Facts, Places, Said};
use uuid::Uuid;

use super::Error;
use crate::domain::place::{self, Addition, Location};
use crate::storage::{self, Tx};

/// Lays units over those that are known, for all services.
async fn lay(tx: &mut Tx, known: &Places, facts: Facts) -> Result<(), Error> {
    let position = storage::place::next_position(tx).await?;
    for addition in Addition::lay(|| tx.new_id(), position, known, facts)? {
        tx.create(addition).await?;
    }
    Ok(())
}

/// A place as a caller names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPlace {
    /// Its code.
    pub code: String,
    /// The day for which it is said; today if none.
    pub on: Option<NaiveDate>,
}

impl NamedPlace {
    /// Where it lies. It must exist on its day.
    pub(super) async fn location(&self, tx: &Tx) -> Result<Location, Error> {
        location(tx, &self.code, self.on.unwrap_or(tx.today())).await
    }

    /// Where something is made or has its seat: it must exist on its day, and be no whole province.
    pub(super) async fn site(&self, tx: &Tx) -> Result<Location, Error> {
        Ok(self.location(tx).await?.in_a_province()?)
    }

    /// Its code, and the day for which it is said.
    pub(super) fn key(&self, today: NaiveDate) -> (String, NaiveDate) {
        (self.code.clone(), self.on.unwrap_or(today))
    }

    /// Where something goes that is in `from`: it stays there if nothing else is named.
    pub(super) async fn from(
        named: Option<&Self>,
        tx: &Tx,
        from: &Location,
    ) -> Result<Location, Error> {
        match named {
            // An old code without a day says what is stored, not that it is said anew.
            Some(named) if named.on.is_none() && *named.code == *from.place.code => {
                Ok(from.clone())
            }
            Some(named) => named.site(tx).await,
            None => Ok(from.clone()),
        }
    }
}

/// Where a place lies on a day. It must exist then.
pub(super) async fn location(tx: &Tx, code: &str, on: NaiveDate) -> Result<Location, Error> {
    match storage::place::location(tx, code, on).await? {
        Some(location) => Ok(location),
        None => {
            let places = tx.known_places().await?;
            Err(place::refusal(&places, code, on).into())
        }
    }
}

/// What lies there, for comparing with scopes.
pub(super) fn target(location: &Location) -> Target {
    Target::place(
        &location.province.code,
        &location.place.code,
        location.said_on,
    )
}

/// Where something of a producer goes, for comparing with scopes: the producer itself may put it anywhere in the
/// province of its `home`; beyond it, the other province has its say.
pub(super) fn destination(
    units: &UnitsOfDay,
    home: &Located,
    to: &Location,
    producer: Uuid,
) -> Target {
    let there = target(to);
    let province = there.place.as_ref().and_then(|to| units.province_of(to));
    if province.is_some() && province == units.province_of(home) {
        there.of_producer(producer)
    } else {
        there
    }
}

/// Whether something that is known to be in one place may be in another that is named: it is the same unit, or one may have become
/// the other.
pub(super) fn may_be(units: &UnitsOfDay, known: &Located, named: &Location) -> bool {
    let leads = |(from, on): (&str, NaiveDate), (to, day): (&str, NaiveDate)| {
        let code = from;
        let mut units = units.places().on(Said { code, on }, day).into_iter();
        units.any(|unit| unit.code == to)
    };
    let known_code = known.place.as_deref().unwrap_or(&known.province);
    let (known, named) = (
        (known_code, known.said_on),
        (named.place.code.as_str(), named.said_on),
    );
    leads(known, named) || leads(named, known)
}

/// A location as scopes compare it.
pub(super) fn located(location: &Location) -> Located {
    Located {
        province: location.province.code.clone(),
        place: Some(location.place.code.to_string()),
        said_on: location.said_on,
    }
}
