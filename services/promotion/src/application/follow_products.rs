//! Follows what the catalog says of products.

use std::collections::HashMap;

use ocop_chassis::database::StoreError;
use uuid::Uuid;

use super::follow_certificates::in_order;
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
    let ids: Vec<Uuid> = facts.iter().map(|(product, _)| product.id).collect();
    let mut listings = storage::listings(tx, &ids).await?;
    let today = tx.today();
    let mut moved = HashMap::new();
    for (product, version) in facts {
        let id = product.id;
        let mut listing = moved
            .remove(&id)
            .or_else(|| listings.remove(&id))
            .unwrap_or_else(|| Listing::of(product.clone()));
        listing.describe(product, version, today);
        moved.insert(id, listing);
    }
    matching::keep_and_tell(tx, in_order(moved), schedule).await
}
