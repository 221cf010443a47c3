//! What evaluation knows of a product: its own copy of what catalog says, so that scoring goes on
//! when catalog does not answer.

use chrono::NaiveDate;
use ocop_places::{Said, built_in};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::producer::Home;

/// The last day of the districts, which ended with the law on local government of 2025.
pub const DISTRICTS_UNTIL: NaiveDate =
    NaiveDate::from_ymd_opt(2025, 6, 30).expect("a day of the calendar");

/// Where a product is made, as far up as the catalog knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Code of the unit itself: a commune or, before July 2025, possibly a district.
    pub code: String,
    pub name: String,
    /// Code of its district; `None` where there is none.
    pub district_code: Option<String>,
    pub district_name: Option<String>,
    pub province_code: String,
    pub province_name: String,
    /// The day for which the codes were said: they name other units after mergers.
    #[serde(default)]
    pub said_on: NaiveDate,
}

impl Place {
    /// Whether it lies in the same province as another that was said for a day: that of the earlier one is in that of the
    /// later one. A code that is not known is equal to itself alone.
    pub fn is_in_province_of(&self, province: &str, said_on: NaiveDate) -> bool {
        let own = Said {
            code: &self.province_code,
            on: self.said_on,
        };
        let other = Said {
            code: province,
            on: said_on,
        };
        same_province(own, other)
    }

    /// The place as it stood on a day: without a district once there were none.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> Self {
        let mut place = self.clone();
        if day > DISTRICTS_UNTIL {
            place.district_code = None;
            place.district_name = None;
        }
        place
    }
}

/// Whether one of two provinces is, or became part of, the other.
pub fn same_province(one: Said<'_>, other: Said<'_>) -> bool {
    let (earlier, later) = if one.on <= other.on {
        (one, other)
    } else {
        (other, one)
    };
    one.code == other.code || built_in().lies_in(earlier, later)
}

/// A product as the catalog last described it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// Its id in the catalog.
    pub id: Uuid,
    /// Its name in Vietnamese.
    pub name: String,
    /// Id of its producer in the catalog.
    pub producer_id: Uuid,
    pub producer_name: String,
    /// Where its producer is.
    #[serde(default)]
    pub producer_home: Home,
    /// Number of its criteria set, 1 to 26.
    pub criteria_set: u8,
    /// Where it is made.
    pub place: Place,
    /// Whether it is still made.
    pub active: bool,
}

impl Product {
    /// A product of which nothing is known yet.
    pub fn unregistered(id: Uuid) -> Self {
        Self {
            id,
            name: String::new(),
            producer_id: Uuid::nil(),
            producer_name: String::new(),
            producer_home: Home::default(),
            criteria_set: 1,
            place: Place::default(),
            active: true,
        }
    }
}
