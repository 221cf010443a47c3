//! Promotion's tables. sea-orm lives here and nowhere else.
//!
//! Aggregates are read whole, changed by the domain and saved through [`Tx`], which records their events. What a table
//! is searched by has a column; the rest of a rich aggregate is one JSON document.

mod deliveries;
mod due;
mod listed;
mod listings;
mod matches;
mod migrations;
mod partners;
mod subscriptions;

use ocop_chassis::database::{self, StoreError};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use deliveries::{
    DeliveryFilter, DeliveryRecord, DeliveryStatus, delivery, delivery_to_change, drop_pending,
    forget_deliveries, keep_delivery, list_deliveries,
};
pub use due::{Claimed, claim_due};
pub use listed::{ListingFilter, ListingRecord, ListingStatus, list_listings, listings_by_id};
pub use listings::{keep_listing, listings, listings_for, listings_to_look_at};
pub use matches::{MatchFilter, MatchRecord, MatchStatus, list_matches, matches_of, save_matches};
pub use migrations::Migrator;
pub use partners::{
    PartnerRecord, list_partners, partner, partner_record, partners_by_id, partners_for,
};
pub use subscriptions::{
    SubscriptionRecord, keep_bookkeeping, list_subscriptions, subscription, subscription_read,
    subscription_record,
};

use crate::domain::event::Event;

/// Promotion's store.
pub type Store = database::Store<Event>;
/// An open transaction of promotion.
pub type Tx = database::Tx<Event>;

/// Waits until no other transaction changes listings, partners or matches, and keeps others out until this one ends.
///
/// A match depends on a partner and a listing that different transactions change. Were both to run at once, neither
/// would see the other's news and the partner would never hear of the product. SQLite has one writer anyway.
///
/// # Errors
/// The database failed.
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

/// A value from its JSON text. `what` says to an operator what cannot be read.
fn read_document<T: DeserializeOwned>(
    text: &str,
    what: impl FnOnce() -> String,
) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Corrupt { what: what() })
}
