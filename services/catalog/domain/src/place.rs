//! Administrative units with the days on which they existed.
//!
//! Codes change with mergers, and what was certified in a district stays certified there: a unit is
//! never deleted, it ends. Districts ended on 30 June 2025.

use chrono::NaiveDate;
use strum::{Display, EnumString};

/// Why a rule of places says no.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no place with this code.
    #[error("there is no place with the code {0:?}; ListPlaces shows them, AddPlace adds one")]
    Unknown(String),
    /// The parent of a place is not of the level above it.
    #[error("a {child} cannot lie in a {parent}")]
    WrongParent {
        /// Level of the place.
        child: PlaceKind,
        /// Level of its parent.
        parent: PlaceKind,
    },
}

impl Refusal {
    /// The reason as a stable word.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "PLACE_UNKNOWN",
            Self::WrongParent { .. } => "PLACE_PARENT_WRONG",
        }
    }
}

/// The level of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum PlaceKind {
    /// Province or centrally run city.
    Province,
    /// District.
    District,
    /// Commune, ward or special zone.
    Commune,
}

/// A unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Official code, digits only.
    pub code: String,
    /// Official name.
    pub name: String,
    /// Level.
    pub kind: PlaceKind,
    /// Code of the unit it lies in; `None` for a province.
    pub parent: Option<String>,
    /// First day of its existence, if it had one.
    pub valid_from: Option<NaiveDate>,
    /// Last day of its existence, if it ended.
    pub valid_to: Option<NaiveDate>,
}

impl Place {
    /// Checks that a unit may lie in its parent: a district in a province, a commune in either.
    ///
    /// # Errors
    /// [`Refusal::WrongParent`].
    pub fn may_lie_in(&self, parent: &Self) -> Result<(), Refusal> {
        match (self.kind, parent.kind) {
            (PlaceKind::District, PlaceKind::Province)
            | (PlaceKind::Commune, PlaceKind::District | PlaceKind::Province) => Ok(()),
            (child, parent) => Err(Refusal::WrongParent { child, parent }),
        }
    }
}

/// A unit by code and name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unit {
    /// Official code.
    pub code: String,
    /// Official name.
    pub name: String,
}

/// Where something is, up to its province.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The unit itself.
    pub place: Place,
    /// Its district; `None` where there is none.
    pub district: Option<Unit>,
    /// Its province.
    pub province: Unit,
}

impl Location {
    /// Builds a location from a unit and the units above it, nearest first. `None` if no province is among them.
    pub fn from_chain(chain: Vec<Place>) -> Option<Self> {
        let named = |kind| {
            chain
                .iter()
                .find(|place| place.kind == kind)
                .map(|place| Unit {
                    code: place.code.clone(),
                    name: place.name.clone(),
                })
        };
        let (district, province) = (named(PlaceKind::District), named(PlaceKind::Province)?);
        Some(Self {
            district,
            province,
            place: chain.into_iter().next()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(code: &str, kind: PlaceKind, parent: Option<&str>) -> Place {
        Place {
            code: code.to_owned(),
            name: code.to_owned(),
            kind,
            parent: parent.map(str::to_owned),
            valid_from: None,
            valid_to: NaiveDate::from_ymd_opt(2025, 6, 30),
        }
    }

    #[test]
    fn a_district_cannot_lie_in_a_commune() {
        let refused = place("533", PlaceKind::District, None).may_lie_in(&place(
            "1",
            PlaceKind::Commune,
            None,
        ));
        assert_eq!(refused.unwrap_err().reason(), "PLACE_PARENT_WRONG");
    }

    #[test]
    fn a_commune_straight_under_its_province_has_no_district() {
        let chain = vec![
            place("21001", PlaceKind::Commune, Some("51")),
            place("51", PlaceKind::Province, None),
        ];
        let location = Location::from_chain(chain).unwrap();
        assert_eq!(location.district, None);
        assert_eq!(location.province.code, "51");
    }
}
