//! Follows what the catalog says of products.

use ocop_chassis::database::StoreError;
use uuid::Uuid;

use super::matching;
use crate::domain::listing::Listing;
use crate::domain::product::Product;
use crate::domain::schedule::Schedule;
use crate::storage::{self, Tx};

/// Applies facts, each with the version of its product, and tells the partners.
///
/// # Errors
/// The database failed.
pub async fn follow_products(
    tx: &mut Tx,
    facts: Vec<(Product, u64)>,
    schedule: &Schedule,
) -> Result<(), StoreError> {
    storage::lock_market(tx).await?;
    let today = tx.today();
    for round in matching::rounds(facts, |(product, _)| product.id) {
        let ids: Vec<Uuid> = round.iter().map(|(product, _)| product.id).collect();
        let mut known = storage::listings(tx, &ids).await?;
        let mut listings = Vec::with_capacity(round.len());
        for (product, version) in round {
            let mut listing = known
                .remove(&product.id)
                .unwrap_or_else(|| Listing::of(product.clone()));
            listing.describe(product, version, today);
            listings.push(listing);
        }
        matching::keep_and_tell(tx, listings, schedule).await?;
    }
    Ok(())
}
