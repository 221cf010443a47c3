//! Keeps what product events say, so that scoring works while the catalog is away.

use std::collections::HashMap;

use ocop_chassis::database::StoreError;

use crate::domain::register::product::Product;
use crate::storage::{self, Tx};

/// Keeps the last of what is said of each product. The news come in order per product.
///
/// # Errors
/// The database failed.
pub async fn store_products(
    tx: &Tx,
    news: impl IntoIterator<Item = Product>,
) -> Result<(), StoreError> {
    let last: HashMap<_, _> = news
        .into_iter()
        .map(|product| (product.id, product))
        .collect();
    storage::store_products(tx, last.into_values().collect()).await
}
