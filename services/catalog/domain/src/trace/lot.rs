//! Lots.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{LotId, Making};
use crate::product::HeldCertificate;

/// Whose a lot is, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The producer who made it.
    pub producer_id: Uuid,
    /// Code of the place where the producer was.
    pub place_code: String,
    /// Code of the province.
    pub province_code: String,
    /// The day for which both were said.
    pub place_on: NaiveDate,
}

/// What happened to a lot as a whole: it came to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event(pub Box<Fact>);

/// A lot as its events describe it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Its id in the catalog.
    pub id: Uuid,
    /// Its id.
    pub lot: LotId,
    /// Whose it is.
    pub origin: Origin,
    /// The day on which it was made.
    pub made_on: NaiveDate,
    /// What is known of its making.
    pub making: Making,
    /// The stars that its product had on that day, as far as was known when it was recorded.
    pub star: u32,
}

/// A lot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lot {
    /// Its id in the catalog.
    pub id: Uuid,
    /// What happened since it was loaded.
    pub events: Vec<Event>,
    /// Its id.
    pub lot: LotId,
    /// Whose it is.
    pub origin: Origin,
    /// The day on which it was made.
    pub made_on: NaiveDate,
    /// What is known of its making.
    pub making: Making,
    /// The certificate that its product had on that day, as far as was known when it was recorded, and its stars.
    pub certified: Option<(Uuid, u32)>,
}

impl Lot {
    /// Records a lot that came to be. `held` is the certificate of its product that is known now.
    pub fn record(
        id: Uuid,
        lot: LotId,
        origin: Origin,
        made_on: NaiveDate,
        making: Making,
        held: Option<&HeldCertificate>,
    ) -> Self {
        let certified = held
            .filter(|held| held.star_on(made_on) > 0)
            .map(|held| (held.id, held.star));
        let mut lot = Self {
            id,
            events: Vec::new(),
            lot,
            origin,
            made_on,
            making,
            certified,
        };
        let fact = Fact {
            id,
            lot: lot.lot.clone(),
            origin: lot.origin.clone(),
            made_on,
            making: lot.making.clone(),
            star: certified.map_or(0, |(_, star)| star),
        };
        lot.events.push(Event(Box::new(fact)));
        lot
    }

    /// The stars of its product on the day on which it was made; 0 if it was not certified then. The newest certificate decides for
    /// the days that it is about; of earlier ones the catalog keeps what it knew when the lot was recorded.
    pub fn star(&self, newest: Option<&HeldCertificate>) -> u32 {
        let now = newest.map_or(0, |held| held.star_on(self.made_on));
        match (self.certified, newest) {
            (Some((id, _)), Some(held)) if held.id == id => now,
            (Some((_, star)), _) if now == 0 => star,
            _ => now,
        }
    }
}
