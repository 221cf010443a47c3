//! The evaluation service's tables and files. sea-orm and object_store live here and nowhere else.
//!
//! What the law makes one thing (a dossier, a certificate) is kept whole as JSON in `body`; beside it
//! stand the columns that queries filter, count and order by. Filters live in the query functions, so
//! that no caller can forget one.

/// Reads an aggregate that is kept whole in the body of its rows.
macro_rules! kept_whole {
    ($aggregate:ty, $what:literal) => {
        impl TryFrom<Model> for ::ocop_chassis::database::Saved<$aggregate> {
            type Error = ::ocop_chassis::database::StoreError;

            fn try_from(row: Model) -> Result<Self, Self::Error> {
                let kept: $aggregate = $crate::storage::from_json(&row.body, $what)?;
                let (created_at, updated_at) = (row.created_at, row.updated_at);
                Ok(Self::stored(kept, row.version, created_at, updated_at))
            }
        }
    };
}

pub mod certificate;
pub mod council;
pub mod dossier;
pub mod evidence;
mod migrations;
pub mod monitoring;
pub mod programme;
pub mod register;
pub mod search;

use std::str::FromStr;

use ocop_chassis::database::{self, Named, PlaceColumns, StoreError, lies_in};
use ocop_identity::AskedUnit;
use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, Value};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use migrations::Migrator;

use crate::domain::Event;

/// The service's store.
pub type Store = database::Store<Event>;
/// An open transaction of the service.
pub type Tx = database::Tx<Event>;

/// What lists of evaluation select by. Producers and products are copies of those of the catalog.
pub const NAMED: &[Named] = &[
    Named {
        field: "producer_id",
        what: "producer",
        unknown: "PRODUCER_UNKNOWN",
        kept_in: &[("producers", "id"), ("merged_records", "id")],
        copied_by: Some(register::PRODUCERS),
    },
    Named {
        field: "product_id",
        what: "product",
        unknown: "PRODUCT_UNKNOWN",
        kept_in: &[("products", "id"), ("merged_records", "id")],
        copied_by: Some(register::PRODUCTS),
    },
    Named {
        field: "round_id",
        what: "round",
        unknown: "ROUND_UNKNOWN",
        kept_in: &[("rounds", "id")],
        copied_by: None,
    },
];

/// A part of the domain as JSON. It has no form that JSON lacks.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("the domain's values have a JSON form")
}

/// A part of the domain from JSON.
fn from_json<T: DeserializeOwned>(text: &str, what: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Corrupt {
        what: format!("{what}: {error}"),
    })
}

/// A plain value from the text that is stored of it.
fn parse<T: FromStr>(text: &str, what: &str) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::Corrupt {
        what: format!("{what}: {text:?}"),
    })
}

/// That a row lies in a unit, if one is named. The columns are those of its province, its place and the day for which both were
/// said.
fn in_unit(
    store: &Store,
    unit: Option<&AskedUnit>,
    (province, place, said_on): (&'static str, Option<&'static str>, &'static str),
) -> Option<Condition> {
    let area = unit?.area(&store.places().places());
    let columns = PlaceColumns {
        province: Expr::col(province),
        place: place.map(Expr::col),
        said_on: Expr::col(said_on),
    };
    Some(lies_in(&area, &columns))
}

/// The columns of rows that lie in a place, and of those that belong to a province as a whole.
const PLACED: (&str, Option<&str>, &str) = ("province_code", Some("place_code"), "place_on");
const OF_PROVINCE: (&str, Option<&str>, &str) = ("province_code", None, "place_on");

/// That a column holds a value, if one is given to look for.
fn equal<V: Clone + Into<Value>>(
    column: impl ColumnTrait,
    value: &Option<V>,
) -> Option<SimpleExpr> {
    value.clone().map(|value| column.eq(value))
}
