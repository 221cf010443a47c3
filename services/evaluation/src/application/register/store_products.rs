//! Stores the products of events, so that scoring works while the catalog is away.

use std::collections::HashMap;

use ocop_chassis::database::StoreError;

use crate::domain::register::product::Product;
use crate::storage::{self, Tx};

/// Stores the last state of each product; the changes come in order per product.
///
/// # Errors
/// The database failed.
pub async fn store_products(
    tx: &Tx,
    changes: impl IntoIterator<Item = Product>,
) -> Result<(), StoreError> {
    let last: HashMap<_, _> = changes
        .into_iter()
        .map(|product| (product.id, product))
        .collect();
    storage::register::store_products(tx, last.into_values().collect()).await
}
