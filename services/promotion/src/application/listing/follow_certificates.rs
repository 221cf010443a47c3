//! Lets listings follow the certificates of evaluation.

use ocop_chassis::database::{Saved, StoreError};
use uuid::Uuid;

use super::{Followed, causes, rounds};
use crate::application::partner::save_and_notify;
use crate::domain::listing::{CertificateFact, Listing};
use crate::storage::{self, Tx};

/// Applies facts and notifies the partners.
///
/// # Errors
/// The database failed.
pub async fn follow_certificates(
    tx: &mut Tx,
    mut facts: Vec<Followed<CertificateFact>>,
) -> Result<(), StoreError> {
    storage::lock_market(tx).await?;
    let makers = facts
        .iter_mut()
        .map(|one| &mut one.fact.product.producer_id);
    storage::listing::lead_producers(tx, makers).await?;
    let today = tx.today();
    for round in rounds(facts, |followed| followed.fact.product.id) {
        let ids: Vec<Uuid> = round
            .iter()
            .map(|followed| followed.fact.product.id)
            .collect();
        tx.caused_by(causes(&round, |fact| fact.product.id));
        let mut known = storage::listing::listings(tx, &ids).await?;
        let mut listings = Vec::with_capacity(round.len());
        for followed in round {
            let (fact, version) = (followed.fact, followed.version);
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
