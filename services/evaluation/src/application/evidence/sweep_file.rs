//! Removes a file that has been orphaned for a while: its upload never ended, or its document was withdrawn.

use chrono::TimeDelta;
use ocop_chassis::database::UseCase;

use crate::application::Error;
use crate::domain::Event;
use crate::storage::{self, FileKey, Files, Orphan, Tx};

/// The file to remove.
#[derive(Debug)]
pub struct SweepFile {
    /// Where the files are.
    pub files: Files,
    /// Which one.
    pub key: FileKey,
    /// For how long an orphaned file stays.
    pub keep: TimeDelta,
}

impl UseCase<Event> for SweepFile {
    /// Whether it was removed.
    type Answer = bool;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<bool, Error> {
        match storage::forget_file(tx, self.key, tx.now() - self.keep).await? {
            Orphan::Referenced => Ok(false),
            Orphan::Forgotten => {
                // Inside the transaction: whoever announces the same file again waits for its end, and writes it after that.
                self.files.remove(self.key).await?;
                Ok(true)
            }
        }
    }
}
