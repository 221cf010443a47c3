//! Promotion's tables. sea-orm lives here and nowhere else.
//!
//! Aggregates are read whole, changed by the domain and saved through [`Tx`], which records their events. What a table
//! is searched by has a column; the rest of a rich aggregate is one JSON document.

pub mod campaign;
pub mod delivery;
pub mod gift;
pub mod listing;
mod migrations;
pub mod partner;
pub mod reward;
pub mod sales;
pub mod sales_point;
pub mod subscription;
pub mod top_list;
pub mod trade;

use ocop_chassis::database::{self, Named, StoreError};
use ocop_chassis::text;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use migrations::Migrator;

use crate::domain::Event;
use crate::domain::partner::Similar;

/// Promotion's store.
pub type Store = database::Store<Event>;
/// An open transaction of promotion.
pub type Tx = database::Tx<Event>;

/// What lists of promotion select by. What it knows of products and producers are their listings.
pub const NAMED: &[Named] = &[
    Named {
        field: "partner_id",
        what: "partner",
        unknown: "PARTNER_UNKNOWN",
        kept_in: &[("partners", "id")],
        copied_by: None,
    },
    Named {
        field: "campaign_id",
        what: "campaign",
        unknown: "CAMPAIGN_UNKNOWN",
        kept_in: &[("campaigns", "id")],
        copied_by: None,
    },
    Named {
        field: "demand_id",
        what: "demand",
        unknown: "DEMAND_UNKNOWN",
        kept_in: &[("demands", "id")],
        copied_by: None,
    },
    Named {
        field: "product_id",
        what: "product in the listings",
        unknown: "PRODUCT_UNKNOWN",
        kept_in: &[("listings", "id")],
        copied_by: None,
    },
    Named {
        field: "producer_id",
        what: "producer in the listings",
        unknown: "PRODUCER_UNKNOWN",
        kept_in: &[("listings", "producer_id"), ("merged_producers", "id")],
        copied_by: None,
    },
];

/// Waits until no other transaction changes listings, partners, matches or anything else that partners are told of, and keeps others out
/// until this one ends.
///
/// A match depends on a partner and a listing that different transactions change. Were both to run at once, neither
/// would see the other's change and the match of the two would never be found. SQLite has one writer anyway.
pub async fn lock_market(tx: &Tx) -> Result<(), StoreError> {
    lock(tx, "market").await
}

/// Waits until no other transaction changes rewards or their schemes, and keeps others out until this one ends: what a
/// reward owes depends on a recognition and a scheme that different transactions change. Whoever changes the market too
/// [locks](lock_market) it first.
pub async fn lock_rewards(tx: &Tx) -> Result<(), StoreError> {
    lock(tx, "rewards").await
}

async fn lock(tx: &Tx, what: &str) -> Result<(), StoreError> {
    if tx.db().get_database_backend() == DbBackend::Postgres {
        let lock = "select pg_advisory_xact_lock(hashtextextended($1, 0))";
        let name = format!("promotion: {what}");
        let statement = Statement::from_sql_and_values(DbBackend::Postgres, lock, [name.into()]);
        tx.db().execute_raw(statement).await?;
    }
    Ok(())
}

/// Rows that are looked at for others that may well be the same as a new one.
const LIKELY: u64 = 200;
/// Those of them that are named at most.
const SIMILAR: usize = 5;

/// Those of these with a name that may well be the same.
fn named_like(name: &str, others: impl Iterator<Item = Similar>) -> Vec<Similar> {
    let key = text::likeness_key(name);
    let alike = others.filter(|other| text::likeness_key(&other.name) == key);
    alike.take(SIMILAR).collect()
}

/// A value as the JSON text in which it is stored.
fn document(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("what promotion stores has a JSON form")
}

/// A value from its JSON text. `what` names what cannot be read, for an operator.
fn read_document<T: DeserializeOwned>(
    text: &str,
    what: impl FnOnce() -> String,
) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Corrupt { what: what() })
}
