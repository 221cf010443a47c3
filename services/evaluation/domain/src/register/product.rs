//! What evaluation knows of a product: its own copy of what catalog says, so that scoring goes on
//! when catalog does not answer.

use chrono::NaiveDate;
use ocop_places::{Places, Said};
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
    pub fn is_in_province_of(&self, places: &Places, province: &str, said_on: NaiveDate) -> bool {
        let own = Said {
            code: &self.province_code,
            on: self.said_on,
        };
        let other = Said {
            code: province,
            on: said_on,
        };
        same_province(places, own, other)
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
pub fn same_province(places: &Places, one: Said<'_>, other: Said<'_>) -> bool {
    let (earlier, later) = if one.on <= other.on {
        (one, other)
    } else {
        (other, one)
    };
    one.code == other.code || places.lies_in_said(earlier, later)
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

#[cfg(test)]
mod tests {
    use ocop_places::{Facts, built_in};

    use super::*;

    #[test]
    fn a_province_of_a_later_act_is_that_of_what_was_said_before_it() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let act = Facts::read(
            "code,name,kind,type,parent_code,valid_from,valid_to,decision,ended_by\n\
             51,Quảng Ngãi,province,tỉnh,,2025-07-01,2026-09-30,,\n\
             98,Quảng Ngãi,province,tỉnh,,2026-10-01,,,\n",
            "from_code,from_valid_to,to_code,part\n51,2026-09-30,98,whole\n",
        );
        let place = Place {
            province_code: "51".to_owned(),
            said_on: day("2026-06-01"),
            ..Place::default()
        };
        let known = built_in().with(&act.unwrap());
        assert!(place.is_in_province_of(&known, "98", day("2026-10-05")));
        assert!(!place.is_in_province_of(&built_in(), "98", day("2026-10-05")));
    }
}
