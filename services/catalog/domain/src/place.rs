//! Administrative units in their periods, as producers and products lie in them.
//!
//! Codes change with mergers, and what was certified in a district stays certified there: a place is said for a day.
//! Districts ended on 30 June 2025.

use chrono::NaiveDate;
use ocop_places::{Facts, Fault, NotInForce, OtherDays, Places, Said, Succession};
use uuid::Uuid;

pub use ocop_places::{Kind as PlaceKind, Unit as Place};

/// Why a rule of places says no.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No unit ever had this code.
    #[error("there is no place with the code {0:?}; ListPlaces shows them, AddPlace adds one")]
    Unknown(String),
    /// The unit does not exist on the day for which it is named.
    #[error("{0}")]
    NotInForce(Box<OtherDays>),
    /// It is a province, where only what lies in one will do.
    #[error(
        "{0} ({1}) is a province; name the commune in it, or the district of a day before July 2025"
    )]
    IsProvince(String, String),
    /// The very unit is known.
    #[error("{0} is known with this name, parent and period already")]
    Exists(String),
    /// It does not fit the other units.
    #[error("{0}")]
    DoesNotFit(Box<Faults>),
}

impl Refusal {
    /// The reason as a stable word.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "PLACE_UNKNOWN",
            Self::NotInForce(_) => "PLACE_NOT_IN_FORCE",
            Self::IsProvince(..) => "PLACE_IS_PROVINCE",
            Self::Exists(_) => "PLACE_EXISTS",
            Self::DoesNotFit(faults) => match faults.first {
                Fault::Overlap { .. } => "PLACE_EXISTS",
                Fault::Parent { .. } => "PLACE_PARENT_WRONG",
                _ => "PLACE_DOES_NOT_FIT",
            },
        }
    }
}

/// All that does not fit, at most [`MOST_FAULTS`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{first}{}", if others.is_empty() { String::new() } else { format!(" (and {} more)", others.len()) })]
pub struct Faults {
    /// The first.
    pub first: Fault,
    /// The others.
    pub others: Vec<Fault>,
}

impl Faults {
    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Fault> {
        std::iter::once(&self.first).chain(&self.others)
    }
}

/// Faults named at most.
pub const MOST_FAULTS: usize = 20;

/// Why nothing is located in a unit with this code on a day.
pub fn refusal(places: &Places, code: &str, on: NaiveDate) -> Refusal {
    match places.in_force(Said { code, on }) {
        Err(NotInForce::OtherDays(unit)) => Refusal::NotInForce(unit),
        Err(NotInForce::Unknown { .. }) | Ok(_) => Refusal::Unknown(code.to_owned()),
    }
}

/// Units that were added or corrected at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addition {
    /// Its id.
    pub id: Uuid,
    /// What happened since it was made.
    pub events: Vec<Event>,
    /// Its place in the order of additions, from 1.
    pub position: i64,
    /// The units, and what became of them.
    pub facts: Facts,
}

/// That units were added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event(pub Box<Added>);

/// An addition as its event describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// Its id.
    pub id: Uuid,
    /// Its place in the order of additions.
    pub position: i64,
    /// The units, and what became of them.
    pub facts: Facts,
}

impl Addition {
    /// Lays units over those that are known: several additions where one event could not carry them, the first of them
    /// at this position.
    ///
    /// # Errors
    /// [`Refusal::DoesNotFit`].
    pub fn lay(
        mut new_id: impl FnMut() -> Uuid,
        first: i64,
        known: &Places,
        facts: Facts,
    ) -> Result<Vec<Self>, Refusal> {
        // Of those that are known nothing is asked again: what was added before it was asked would stand in the way for ever.
        let misnamed = facts.units.iter().filter_map(Place::misnamed);
        let mut faults: Vec<Fault> = misnamed.take(MOST_FAULTS).collect();
        faults.extend(known.with(&facts).faults(MOST_FAULTS - faults.len()));
        if !faults.is_empty() {
            let first = faults.remove(0);
            let others = faults;
            return Err(Refusal::DoesNotFit(Box::new(Faults { first, others })));
        }
        let parts = (first..).zip(parts(facts));
        Ok(parts
            .map(|(position, facts)| Self::new(new_id(), position, facts))
            .collect())
    }

    fn new(id: Uuid, position: i64, facts: Facts) -> Self {
        let added = Added {
            id,
            position,
            facts: facts.clone(),
        };
        Self {
            id,
            events: vec![Event(Box::new(added))],
            position,
            facts,
        }
    }
}

/// Bytes of an event at most, about: the broker takes a megabyte.
const MOST_BYTES: usize = 300_000;

/// Facts in parts of which each fits into an event. What became of one unit is said anew as a whole, so it stays together.
fn parts(facts: Facts) -> Vec<Facts> {
    // What the names of the fields take in an event.
    const NAMES: usize = 250;
    let Facts {
        units,
        mut successions,
    } = facts;
    let mut parts = vec![Facts::default()];
    let mut bytes = 0;
    let mut begin = |parts: &mut Vec<Facts>, more: usize| {
        if bytes > 0 && bytes + more > MOST_BYTES {
            parts.push(Facts::default());
            bytes = 0;
        }
        bytes += more;
    };
    for unit in units {
        let texts = [&unit.name, &unit.designation, &unit.made_by, &unit.ended_by];
        let texts: usize = texts.iter().map(|text| text.len()).sum();
        begin(&mut parts, NAMES + texts);
        if let Some(part) = parts.last_mut() {
            part.units.push(unit);
        }
    }
    successions.sort_by_key(|one| (one.from, one.ended));
    let of = |one: &Succession| (one.from, one.ended);
    for of_one in successions.chunk_by(|one, two| of(one) == of(two)) {
        begin(&mut parts, NAMES * of_one.len());
        if let Some(part) = parts.last_mut() {
            part.successions.extend_from_slice(of_one);
        }
    }
    parts
}

/// A unit by code and name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unit {
    /// Official code.
    pub code: String,
    /// Official name.
    pub name: String,
}

/// Where something is, up to its province, as it was said for a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The unit itself.
    pub place: Place,
    /// Its district; `None` where there is none.
    pub district: Option<Unit>,
    /// Its province.
    pub province: Unit,
    /// The day for which the codes were said.
    pub said_on: NaiveDate,
}

impl Location {
    /// Where the unit with this code lies on a day. `None` if there is none.
    pub fn find(places: &Places, code: &str, said_on: NaiveDate) -> Option<Self> {
        let chain = places.chain(Said { code, on: said_on });
        let named = |kind| {
            let mut units = chain.iter().filter(|unit| unit.kind == kind);
            units.next().map(|unit| Unit {
                code: unit.code.to_string(),
                name: unit.name.to_string(),
            })
        };
        Some(Self {
            district: named(PlaceKind::District),
            province: named(PlaceKind::Province)?,
            place: (*chain.first()?).clone(),
            said_on,
        })
    }

    /// Where something can be made or have its seat.
    ///
    /// # Errors
    /// It is a whole province.
    pub fn in_a_province(self) -> Result<Self, Refusal> {
        match self.place.kind {
            PlaceKind::Province => Err(Refusal::IsProvince(self.province.code, self.province.name)),
            PlaceKind::District | PlaceKind::Commune => Ok(self),
        }
    }
}

#[cfg(test)]
mod tests;
