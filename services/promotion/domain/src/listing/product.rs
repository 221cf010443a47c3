//! What promotion knows of a product that the catalog owns.

use chrono::NaiveDate;
use ocop_places::{Places, Said};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{CriteriaSet, Trade};

/// Where a product is made, as far as buyers ask for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Code of the commune or, before July 2025, of the district.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Code of its province.
    pub province_code: String,
    /// Name of its province.
    pub province_name: String,
    /// The day for which the codes were said: they name other units after mergers.
    #[serde(default)]
    pub said_on: NaiveDate,
}

impl Place {
    /// Whether it lies in a province that was said for a day. A code that is not known is equal to itself alone.
    pub fn is_in(&self, places: &Places, province: &str, on: NaiveDate) -> bool {
        let within = Said { code: province, on };
        let own = |code| Said {
            code,
            on: self.said_on,
        };
        let known = |code| places.meant(own(code)).is_some();
        if known(&self.code) {
            places.lies_in_said(own(&self.code), within)
        } else if known(&self.province_code) {
            places.lies_in_said(own(&self.province_code), within)
        } else {
            self.province_code == province
        }
    }
}

/// A product as it stands in the catalog, or as it was named on a certificate until an event of the catalog came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// Id given by the catalog.
    pub id: Uuid,
    /// Name in Vietnamese.
    pub name: String,
    /// Id of its producer.
    pub producer_id: Uuid,
    /// Name of its producer.
    pub producer_name: String,
    /// The criteria set it belongs to.
    pub criteria_set: CriteriaSet,
    /// Where it is made.
    pub place: Place,
    /// Whether it is still made.
    pub active: bool,
    /// What the trade asks of it; nothing is known of that until an event of the catalog came.
    #[serde(default)]
    pub trade: Trade,
}
