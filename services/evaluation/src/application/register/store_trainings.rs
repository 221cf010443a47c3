//! Stores the sessions of training of events: which producers attended, on which day.

use ocop_chassis::database::StoreError;

use crate::domain::register::training::Training;
use crate::storage::{self, Tx};

/// Stores sessions as they are after each change, which come in order per session. Whoever is added to a session of an earlier day
/// was trained on that day, and whoever is taken away was not.
pub async fn store_trainings(tx: &Tx, changes: &[&Training]) -> Result<(), StoreError> {
    // A session changes a few times: one after the other.
    for training in changes {
        storage::register::store_training(tx, training).await?;
    }
    Ok(())
}
