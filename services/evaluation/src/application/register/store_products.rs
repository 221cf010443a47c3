//! Stores the products of events, so that scoring works while the catalog is away.

use std::collections::{BTreeMap, HashMap};

use ocop_chassis::database::StoreError;
use uuid::Uuid;

use super::Published;
use crate::domain::register::product::Product;
use crate::storage::{self, Tx};

/// Stores the last state of each product, and has what was merged lead to what is kept; the changes come in order per product.
///
/// # Errors
/// The database failed.
pub async fn store_products(
    tx: &Tx,
    changes: impl IntoIterator<Item = Published<Product>>,
) -> Result<(), StoreError> {
    let last: HashMap<Uuid, Published<Product>> = changes
        .into_iter()
        .map(|published| (published.record.id, published))
        .collect();
    let merged: BTreeMap<Uuid, Uuid> = last
        .values()
        .filter_map(|published| Some((published.record.id, published.merged_into?)))
        .collect();
    let records = last
        .into_values()
        .map(|published| published.record)
        .collect();
    storage::register::store_products(tx, records).await?;
    for (id, into) in merged {
        storage::register::merge_product(tx, id, into).await?;
    }
    Ok(())
}
