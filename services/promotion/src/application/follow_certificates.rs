//! Follows what evaluation says of certificates.

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
    let today = tx.today();
    for round in matching::rounds(facts, |(fact, _)| fact.product.id) {
        let ids: Vec<Uuid> = round.iter().map(|(fact, _)| fact.product.id).collect();
        let mut known = storage::listings(tx, &ids).await?;
        let mut listings = Vec::with_capacity(round.len());
        for (fact, version) in round {
            let mut listing = known
                .remove(&fact.product.id)
                .unwrap_or_else(|| Listing::of(fact.product.clone()));
            listing.apply(fact, version, today);
            listings.push(listing);
        }
        matching::keep_and_tell(tx, listings, schedule).await?;
    }
    Ok(())
}
