//! Administrative units in their periods, as producers and products lie in them.
//!
//! Codes change with mergers, and what was certified in a district stays certified there: a place is said for a day.
//! Districts ended on 30 June 2025.

use chrono::NaiveDate;
use ocop_places::{Fault, Places, Said};

pub use ocop_places::{Kind as PlaceKind, Unit as Place};

/// Why a rule of places says no.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No unit ever had this code.
    #[error("there is no place with the code {0:?}; ListPlaces shows them, AddPlace adds one")]
    Unknown(String),
    /// The unit does not exist on the day for which it is named.
    #[error("{0}")]
    NotInForce(Box<NotInForce>),
    /// The very unit is known.
    #[error("{0} is known with this name, parent and period already")]
    Exists(String),
    /// It does not fit the other units.
    #[error("{0}")]
    DoesNotFit(Fault),
}

impl Refusal {
    /// The reason as a stable word.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "PLACE_UNKNOWN",
            Self::NotInForce(_) => "PLACE_NOT_IN_FORCE",
            Self::Exists(_) | Self::DoesNotFit(Fault::Overlap { .. }) => "PLACE_EXISTS",
            Self::DoesNotFit(Fault::Parent { .. }) => "PLACE_PARENT_WRONG",
            Self::DoesNotFit(_) => "PLACE_DOES_NOT_FIT",
        }
    }
}

/// A unit that does not exist on the day for which it is named.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{code} ({name}) is no unit on {on}, only in {period}; {hint}",
    hint = if successors.is_empty() {
        "name the day for which it is said".to_owned()
    } else {
        format!("what lay there lies in {}: name that, or the day for which it is said", successors.join(" or "))
    }
)]
pub struct NotInForce {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The day.
    pub on: NaiveDate,
    /// When it existed.
    pub period: String,
    /// The units of the day that it may have become, at most five.
    pub successors: Vec<String>,
}

/// Successors named at most.
const MOST_NAMED: usize = 5;

/// Why there is no unit with this code on a day.
pub fn refusal(places: &Places, code: &str, on: NaiveDate) -> Refusal {
    let Some(unit) = places.named(code).pop() else {
        return Refusal::Unknown(code.to_owned());
    };
    let said = unit.period.to.or(unit.period.from).unwrap_or(on);
    let mut now = places.on(Said { code, on: said }, on);
    now.truncate(MOST_NAMED);
    let named = now
        .iter()
        .map(|unit| format!("{} {}", unit.code, unit.name));
    Refusal::NotInForce(Box::new(NotInForce {
        code: code.to_owned(),
        name: unit.name.to_string(),
        on,
        period: unit.period.to_string(),
        successors: named.collect(),
    }))
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
}

#[cfg(test)]
mod tests {
    use ocop_places::built_in;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_code_is_read_by_the_day_for_which_it_is_said() {
        let location = |on| Location::find(&built_in(), "21409", day(on)).unwrap();
        let (old, new) = (location("2021-12-30"), location("2026-11-20"));
        assert_eq!(
            (&*old.place.name, &*new.place.name),
            ("Đức Nhuận", "Long Phụng")
        );
        assert_eq!(old.district.unwrap().name, "Mộ Đức");
        assert_eq!(new.district, None);
        assert_eq!(new.province.code, "51");
    }

    #[test]
    fn an_ended_unit_is_refused_with_what_it_became() {
        let refused = refusal(&built_in(), "533", day("2026-11-20"));
        assert_eq!(refused.reason(), "PLACE_NOT_IN_FORCE");
        assert!(
            refused.to_string().contains("21409 Long Phụng"),
            "{refused}"
        );
        assert_eq!(
            refusal(&built_in(), "999", day("2026-11-20")).reason(),
            "PLACE_UNKNOWN"
        );
    }
}
