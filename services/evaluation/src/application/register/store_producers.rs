//! Stores the producers of events, so that producers are counted while the catalog is away.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use ocop_chassis::database::StoreError;
use uuid::Uuid;

use super::Published;
use crate::domain::register::producer::Producer;
use crate::storage::{self, Tx};

/// Stores the last state of each producer; the changes come in order per producer. Where the person was erased, what the
/// producer handed in forgets it too, and what was merged leads to what is kept, and is forgotten with it. Each comes with the day of its change, from
/// which its value chain counts.
pub async fn store_producers(
    tx: &Tx,
    changes: impl IntoIterator<Item = (NaiveDate, Published<Producer>)>,
) -> Result<(), StoreError> {
    let mut merged: BTreeMap<Uuid, Uuid> = BTreeMap::new();
    let mut of_days = Vec::new();
    for (day, published) in changes {
        merged.extend(
            published
                .merged_into
                .map(|into| (published.record.id, into)),
        );
        of_days.push((day, published.record));
    }
    storage::register::keep_value_chains(tx, &of_days).await?;
    let changes: Vec<Producer> = of_days.into_iter().map(|(_, producer)| producer).collect();
    let erased = changes.iter().filter(|producer| producer.person_erased);
    let erased: BTreeSet<Uuid> = erased.map(|producer| producer.id).collect();
    let last: HashMap<_, _> = changes
        .into_iter()
        .map(|producer| (producer.id, producer))
        .collect();
    storage::register::store_producers(tx, last.into_values().collect()).await?;
    // Before it is merged, what a record handed in is found by its own id, and nothing else is.
    for producer in &erased {
        storage::dossier::forget_person(tx, *producer).await?;
    }
    for (id, into) in merged {
        let kept = storage::register::merge_producer(tx, id, into).await?;
        // Events of different records come in any order: what is merged into an erased record told of the same person.
        if storage::register::is_person_erased(tx, kept).await? {
            storage::dossier::forget_person(tx, kept).await?;
        }
    }
    Ok(())
}
