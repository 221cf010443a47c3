//! Lets everything that names a producer follow merges of producers in the catalog.

use std::collections::HashMap;

use ocop_chassis::database::{Origin, StoreError};
use uuid::Uuid;

use crate::application::partner::save_and_notify;
use crate::storage::{self, Tx};

/// A producer that was merged.
#[derive(Clone, Debug)]
pub struct MergedProducer {
    /// Its id.
    pub from: Uuid,
    /// Id of the producer into which it was merged.
    pub into: Uuid,
    /// What follows is caused by it.
    pub origin: Origin,
}

/// Has the ids of merged producers lead to those that are kept, and what names them follow. The same again changes nothing.
///
/// What is read from here on leads the same way where it comes in, so that nothing names a merged producer afterwards:
/// whoever stores the id of a producer has [locked the market](storage::lock_market).
///
/// # Errors
/// The database failed.
pub async fn follow_producer_merges(
    tx: &mut Tx,
    merged: Vec<MergedProducer>,
) -> Result<(), StoreError> {
    if merged.is_empty() {
        return Ok(());
    }
    storage::lock_market(tx).await?;
    let today = tx.today();
    for MergedProducer { from, into, origin } in merged {
        let into = storage::listing::merge_producer(tx, from, into).await?;
        let mut listings = storage::listing::of_producer(tx, from).await?;
        let causes = listings.iter().map(|listing| listing.product.id);
        let causes: HashMap<Uuid, Origin> = causes.map(|id| (id, origin.clone())).collect();
        tx.caused_by(causes);
        for listing in &mut listings {
            listing.follow_producer(into, today);
        }
        save_and_notify(tx, listings).await?;
        storage::listing::rename_producer(tx, from, into).await?;
        let mut campaigns = storage::campaign::naming(tx, from).await?;
        for campaign in &mut campaigns {
            campaign.follow_merge(from, into);
        }
        tx.save_all(&mut campaigns).await?;
        let mut sessions = storage::trade::sessions_naming(tx, from).await?;
        for session in &mut sessions {
            session.follow_merge(from, into);
        }
        tx.save_all(&mut sessions).await?;
    }
    Ok(())
}
