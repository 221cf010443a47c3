//! What evaluation knows of a product: its own copy of what catalog says, so that scoring goes on
//! when catalog does not answer.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::producer::Home;

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
