//! Promotion's tables. sea-orm lives here and nowhere else.
//!
//! Aggregates are read whole, changed by the domain and saved through [`Tx`], which records their events. What a table
//! is searched by has a column; the rest of a rich aggregate is one JSON document.

pub mod delivery;
pub mod listing;
mod migrations;
pub mod partner;
pub mod subscription;

use ocop_chassis::database::{self, StoreError};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use migrations::Migrator;

use crate::domain::Event;

/// Promotion's store.
pub type Store = database::Store<Event>;
/// An open transaction of promotion.
pub type Tx = database::Tx<Event>;

/// Waits until no other transaction changes listings, partners or matches, and keeps others out until this one ends.
///
/// A match depends on a partner and a listing that different transactions change. Were both to run at once, neither
/// would see the other's change and the match of the two would never be found. SQLite has one writer anyway.
pub async fn lock_market(tx: &Tx) -> Result<(), StoreError> {
    if tx.db().get_database_backend() == DbBackend::Postgres {
        let lock = "select pg_advisory_xact_lock(hashtextextended('promotion: market', 0))";
        tx.db()
            .execute_raw(Statement::from_string(DbBackend::Postgres, lock))
            .await?;
    }
    Ok(())
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
