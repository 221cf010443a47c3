//! Writes the summaries of dossiers that have none of their version: of those that a release before wrote, and of those whose record
//! or person was merged or erased. Lists read the dossiers themselves until then.

use ocop_chassis::database::{Origin, UseCase};
use tokio_util::sync::CancellationToken;

use crate::application::Error;
use crate::domain::Event;
use crate::storage::{self, Store, Tx};

/// Most dossiers summarised in one transaction.
const BATCH: u64 = 100;

/// The next dossiers without a summary.
#[derive(Debug)]
pub struct SummariseDossiers;

impl UseCase<Event> for SummariseDossiers {
    /// How many were summarised.
    type Answer = usize;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<usize, Error> {
        Ok(storage::dossier::summarise(tx, BATCH).await?)
    }
}

/// Summarises all dossiers that need it, batch by batch, until `stop`.
pub async fn summarise_dossiers(store: Store, stop: CancellationToken) -> anyhow::Result<()> {
    let origin = Origin::task("summarise-dossiers");
    let mut summarised = 0;
    while !stop.is_cancelled() {
        match store.run(&origin, &SummariseDossiers).await? {
            0 => break,
            some => summarised += some,
        }
    }
    if summarised > 0 {
        tracing::info!(summarised, "dossiers were summarised for lists");
    }
    Ok(())
}
