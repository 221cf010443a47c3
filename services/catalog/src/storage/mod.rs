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

use ocop_chassis::database::{self, StoreError};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use migrations::Migrator;

use crate::domain::Event;

/// The catalog's store.
pub type Store = database::Store<Event>;
/// An open transaction of the catalog.
pub type Tx = database::Tx<Event>;

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
