//! Lets listings follow the products of the catalog.

use ocop_chassis::database::{Saved, StoreError};
use uuid::Uuid;

use super::rounds;
use crate::application::partner::save_and_notify;
use crate::domain::listing::{Listing, Product};
use crate::storage::{self, Tx};

/// Applies facts, each with its version, and notifies the partners.
///
/// # Errors
/// The database failed.
pub async fn follow_products(tx: &mut Tx, facts: Vec<(Product, u64)>) -> Result<(), StoreError> {
    storage::lock_market(tx).await?;
    let today = tx.today();
    for round in rounds(facts, |(product, _)| product.id) {
        let ids: Vec<Uuid> = round.iter().map(|(product, _)| product.id).collect();
        let mut known = storage::listing::listings(tx, &ids).await?;
        let mut listings = Vec::with_capacity(round.len());
        for (product, version) in round {
            let mut listing = known
                .remove(&product.id)
                .unwrap_or_else(|| Saved::new(Listing::of(product.clone()), tx.now()));
            listing.describe(product, version, today);
            listings.push(listing);
        }
        save_and_notify(tx, listings).await?;
    }
    Ok(())
}
