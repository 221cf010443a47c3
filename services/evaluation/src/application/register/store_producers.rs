//! Stores the producers of events, so that producers are counted while the catalog is away.

use std::collections::{BTreeSet, HashMap};

use ocop_chassis::database::StoreError;
use uuid::Uuid;

use crate::domain::register::producer::Producer;
use crate::storage::{self, Tx};

/// Stores the last state of each producer; the changes come in order per producer. Where the person was erased, what the
/// producer handed in forgets it too.
pub async fn store_producers(
    tx: &Tx,
    changes: impl IntoIterator<Item = Producer>,
) -> Result<(), StoreError> {
    let changes: Vec<Producer> = changes.into_iter().collect();
    let erased = changes.iter().filter(|producer| producer.person_erased);
    let erased: BTreeSet<Uuid> = erased.map(|producer| producer.id).collect();
    let last: HashMap<_, _> = changes
        .into_iter()
        .map(|producer| (producer.id, producer))
        .collect();
    storage::register::store_producers(tx, last.into_values().collect()).await?;
    for producer in erased {
        storage::dossier::forget_person(tx, producer).await?;
    }
    Ok(())
}
