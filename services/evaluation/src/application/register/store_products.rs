//! Stores the products of events, so that scoring works while the catalog is away.

use std::collections::{BTreeMap, HashMap};

use ocop_chassis::database::StoreError;
use uuid::Uuid;

use super::Told;
use crate::domain::register::product::Product;
use crate::storage::{self, Tx};

/// Stores the last state of each product, and has what was merged lead to what is kept; the changes come in order per product.
///
/// # Errors
/// The database failed.
pub async fn store_products(
    tx: &Tx,
    changes: impl IntoIterator<Item = Told<Product>>,
) -> Result<(), StoreError> {
    let last: HashMap<Uuid, Told<Product>> = changes
        .into_iter()
        .map(|told| (told.record.id, told))
        .collect();
    let merged: BTreeMap<Uuid, Uuid> = last
        .values()
        .filter_map(|told| Some((told.record.id, told.merged_into?)))
        .collect();
    let records = last.into_values().map(|told| told.record).collect();
    storage::register::store_products(tx, records).await?;
    for (id, into) in merged {
        storage::register::merge_product(tx, id, into).await?;
    }
    Ok(())
}
