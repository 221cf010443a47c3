//! The catalog's tables. sea-orm lives here and nowhere else.
//!
//! Aggregates are read whole, changed by the domain and saved through [`Tx`], which records their
//! events. Filters live in the query functions, so that no caller can forget one.

pub mod growing_area;
pub mod history;
pub mod merging;
mod migrations;
pub mod place;
pub mod producer;
pub mod product;
mod search;
pub mod support;
pub mod trace;
pub mod transfer;

use ocop_chassis::database::{self, Named, StoreError};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use migrations::Migrator;

use crate::domain::Event;

/// The catalog's store.
pub type Store = database::Store<Event>;
/// An open transaction of the catalog.
pub type Tx = database::Tx<Event>;

/// What lists of the catalog select by.
pub const NAMED: &[Named] = &[
    Named {
        field: "producer_id",
        what: "producer",
        unknown: "PRODUCER_UNKNOWN",
        kept_in: &[("producers", "id"), ("merged_records", "id")],
        copied_by: None,
    },
    Named {
        field: "product_id",
        what: "product",
        unknown: "PRODUCT_UNKNOWN",
        kept_in: &[("products", "id"), ("merged_records", "id")],
        copied_by: None,
    },
    Named {
        field: "programme_id",
        what: "programme of support",
        unknown: "SUPPORT_PROGRAMME_UNKNOWN",
        kept_in: &[("support_programmes", "id")],
        copied_by: None,
    },
];

/// A value as it stands in a column of JSON.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("a value of the domain has a JSON form")
}

/// The value in a column of JSON. `what` names it where it is corrupt.
fn from_json<T: DeserializeOwned>(
    text: &str,
    what: impl Fn() -> StoreError,
) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| what())
}
