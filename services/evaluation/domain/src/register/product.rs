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

/// What the catalog says of the making of a product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "StoredStatus", into = "StoredStatus")]
pub enum Status {
    #[default]
    Active,
    /// It is being described and not made known yet.
    Draft,
    /// Its making rests; it may be taken up again.
    Suspended,
    /// It is no longer made.
    Retired,
}

/// The stored form, which programs before 0.3 read too: they know only whether it is active.
#[derive(Serialize, Deserialize)]
struct StoredStatus {
    active: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rests: Option<Rests>,
}

/// Why a product that may be made again is not active.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Rests {
    Draft,
    Suspended,
}

impl From<StoredStatus> for Status {
    fn from(stored: StoredStatus) -> Self {
        match (stored.active, stored.rests) {
            (true, _) => Self::Active,
            (false, Some(Rests::Draft)) => Self::Draft,
            (false, Some(Rests::Suspended)) => Self::Suspended,
            (false, None) => Self::Retired,
        }
    }
}

impl From<Status> for StoredStatus {
    fn from(status: Status) -> Self {
        let rests = match status {
            Status::Active | Status::Retired => None,
            Status::Draft => Some(Rests::Draft),
            Status::Suspended => Some(Rests::Suspended),
        };
        Self {
            active: status == Status::Active,
            rests,
        }
    }
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
    #[serde(flatten)]
    pub status: Status,
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
            status: Status::Active,
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

    #[test]
    fn a_product_is_stored_as_programs_before_read_it_and_read_as_they_stored_it() {
        for status in [
            Status::Active,
            Status::Draft,
            Status::Suspended,
            Status::Retired,
        ] {
            let product = Product {
                status,
                ..Product::unregistered(Uuid::nil())
            };
            let stored = serde_json::to_value(&product).unwrap();
            assert_eq!(stored["active"], status == Status::Active);
            assert_eq!(serde_json::from_value::<Product>(stored).unwrap(), product);
        }
        let mut before = serde_json::to_value(Product::unregistered(Uuid::nil())).unwrap();
        before["active"] = false.into();
        let read: Product = serde_json::from_value(before).unwrap();
        assert_eq!(read.status, Status::Retired);
    }
}
