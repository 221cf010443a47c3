//! Copies certificates of the evaluation service, so that a product shows its star of today.

use std::collections::HashMap;

use ocop_chassis::database::StoreError;

use crate::domain::product::Newest;
use crate::storage::{self, Tx};

/// Stores the last certificate of each product. They come in order per product. That of a product which was merged since stays
/// under its id: the certified product is the one that is kept.
///
/// # Errors
/// The database failed.
pub async fn copy_certificates(
    tx: &Tx,
    newest: impl IntoIterator<Item = Newest>,
) -> Result<(), StoreError> {
    let last: HashMap<_, _> = newest
        .into_iter()
        .map(|newest| (newest.product_id, newest.held))
        .collect();
    let without = last.iter().filter(|(_, held)| held.is_none());
    storage::product::remove_certificates(tx, without.map(|(id, _)| *id).collect()).await?;
    storage::product::upsert_certificates(tx, last.into_values().flatten().collect()).await
}
