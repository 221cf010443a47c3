//! Stores the producers of events, so that producers are counted while the catalog is away.

use std::collections::HashMap;

use ocop_chassis::database::StoreError;

use crate::domain::register::producer::Producer;
use crate::storage::{self, Tx};

/// Stores the last state of each producer; the changes come in order per producer.
///
/// # Errors
/// The database failed.
pub async fn store_producers(
    tx: &Tx,
    changes: impl IntoIterator<Item = Producer>,
) -> Result<(), StoreError> {
    let last: HashMap<_, _> = changes
        .into_iter()
        .map(|producer| (producer.id, producer))
        .collect();
    storage::store_producers(tx, last.into_values().collect()).await
}
