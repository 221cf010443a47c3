//! Lets listings follow the certificates of evaluation.

use ocop_chassis::database::{Saved, StoreError};
use uuid::Uuid;

use super::rounds;
use crate::application::partner::save_and_notify;
use crate::domain::listing::{CertificateFact, Listing};
use crate::storage::{self, Tx};

/// Applies facts, each with its version, and notifies the partners.
///
/// # Errors
/// The database failed.
pub async fn follow_certificates(
    tx: &mut Tx,
    facts: Vec<(CertificateFact, u64)>,
) -> Result<(), StoreError> {
    storage::lock_market(tx).await?;
    let today = tx.today();
    for round in rounds(facts, |(fact, _)| fact.product.id) {
        let ids: Vec<Uuid> = round.iter().map(|(fact, _)| fact.product.id).collect();
        let mut known = storage::listing::listings(tx, &ids).await?;
        let mut listings = Vec::with_capacity(round.len());
        for (fact, version) in round {
            let mut listing = known
                .remove(&fact.product.id)
                .unwrap_or_else(|| Saved::new(Listing::of(fact.product.clone()), tx.now()));
            listing.apply(fact, version, today);
            listings.push(listing);
        }
        save_and_notify(tx, listings).await?;
    }
    Ok(())
}
