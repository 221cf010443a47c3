//! Removes files that have been orphaned for a while: their upload never ended, or their document was withdrawn.

use chrono::{Days, TimeDelta};
use ocop_chassis::database::{Origin, UseCase};

use crate::application::Error;
use crate::domain::Event;
use crate::storage::evidence::Settings;
use crate::storage::evidence::{FileKey, Files, Orphan};
use crate::storage::{self, Store, Tx};

/// The file to remove.
#[derive(Debug)]
pub struct SweepFile {
    pub files: Files,
    pub key: FileKey,
    /// For how long an orphaned file stays.
    pub keep: TimeDelta,
}

impl UseCase<Event> for SweepFile {
    /// Whether it was removed.
    type Answer = bool;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<bool, Error> {
        match storage::evidence::forget_file(tx, self.key, tx.now() - self.keep).await? {
            Orphan::Referenced => Ok(false),
            Orphan::Forgotten => {
                // Inside the transaction: whoever announces the same file again waits for its end, and writes it after that.
                self.files.remove(self.key).await?;
                Ok(true)
            }
        }
    }
}

/// Most files found in one query.
const BATCH: u64 = 100;

/// Removes orphaned files, and counts documents that have expired or will soon.
pub async fn sweep_files(store: Store, files: Files, settings: Settings) -> anyhow::Result<()> {
    let today = store.clock().today();
    let soon = today + Days::new(settings.expiring_days);
    let expired = storage::evidence::count_expiring(&store, None, today).await?;
    let expiring = storage::evidence::count_expiring(&store, Some(today), soon).await?;
    metrics::gauge!("evidence_expired").set(expired as f64);
    metrics::gauge!("evidence_expiring").set(expiring as f64);

    let origin = Origin::task("sweep-files");
    let keep = TimeDelta::hours(settings.orphan_hours.cast_signed());
    let before = store.clock().now() - keep;
    let staged = files.remove_staged(before).await?;
    let mut removed = 0;
    loop {
        let orphaned = storage::evidence::orphaned_files(&store, before, BATCH).await?;
        if orphaned.is_empty() {
            break;
        }
        for key in orphaned {
            let files = files.clone();
            let gone = store.run(&origin, &SweepFile { files, key, keep }).await?;
            removed += usize::from(gone);
        }
    }
    if removed + staged > 0 {
        tracing::info!(removed, staged, "orphaned files were removed");
    }
    Ok(())
}
