//! Follows what evaluation says of certificates.

use std::collections::HashMap;

use ocop_chassis::database::StoreError;
use uuid::Uuid;

use super::matching;
use crate::domain::certificate::CertificateFact;
use crate::domain::listing::Listing;
use crate::domain::schedule::Schedule;
use crate::storage::{self, Tx};

/// Applies facts, each with its version among those of its product, and tells the partners.
///
/// # Errors
/// The database failed.
pub async fn follow_certificates(
    tx: &mut Tx,
    facts: Vec<(CertificateFact, u64)>,
    schedule: &Schedule,
) -> Result<(), StoreError> {
    storage::lock_market(tx).await?;
    let ids: Vec<Uuid> = facts.iter().map(|(fact, _)| fact.product.id).collect();
    let mut listings = storage::listings(tx, &ids).await?;
    let today = tx.today();
    let mut moved = HashMap::new();
    for (fact, version) in facts {
        let id = fact.product.id;
        let mut listing = moved
            .remove(&id)
            .or_else(|| listings.remove(&id))
            .unwrap_or_else(|| Listing::of(fact.product.clone()));
        listing.apply(fact, version, today);
        moved.insert(id, listing);
    }
    matching::keep_and_tell(tx, in_order(moved), schedule).await
}

/// The listings by id, so that two runs over the same facts do the same.
pub(super) fn in_order(moved: HashMap<Uuid, Listing>) -> Vec<Listing> {
    let mut listings: Vec<Listing> = moved.into_values().collect();
    listings.sort_unstable_by_key(|listing| listing.product.id);
    listings
}
