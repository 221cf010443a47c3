//! Stores the producers of events, so that producers are counted while the catalog is away.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use ocop_chassis::database::StoreError;
use uuid::Uuid;

use crate::domain::register::producer::Producer;
use crate::storage::{self, Tx};

/// Stores the last state of each producer; the changes come in order per producer. Where the person was erased, what the
/// producer handed in forgets it too. Each comes with the day of its change, from which its value chain counts.
pub async fn store_producers(
    tx: &Tx,
    changes: impl IntoIterator<Item = (NaiveDate, Producer)>,
) -> Result<(), StoreError> {
    let changes: Vec<(NaiveDate, Producer)> = changes.into_iter().collect();
    storage::register::keep_value_chains(tx, &changes).await?;
    let changes = changes.into_iter().map(|(_, producer)| producer);
    let changes: Vec<Producer> = changes.collect();
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
