//! Files a document whose file is in the store: from now on it is visible. The file comes first and the document after it, so that
//! there is never a document without its file.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::admit_upload;
use crate::application::Error;
use crate::domain::Event;
use crate::domain::evidence::{Description, Evidence, Filing};
use crate::storage::evidence::FileKey;
use crate::storage::{self, Tx};

/// The document to file.
#[derive(Clone, Debug)]
pub struct FileEvidence {
    pub caller: Caller,
    pub producer_id: Uuid,
    pub description: Description,
    /// The document it replaces.
    pub replaces: Option<Uuid>,
}

impl FileEvidence {
    /// Which file is the document's.
    pub fn file_key(&self) -> FileKey {
        FileKey {
            producer: self.producer_id,
            sha256: self.description.file.sha256,
        }
    }
}

impl UseCase<Event> for FileEvidence {
    type Answer = Saved<Evidence>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Evidence>, Error> {
        // The upload took its time: what allowed it may have changed.
        let (place, mut older) = admit_upload::admitted(tx, self).await?;
        let filing = Filing {
            by: self.caller.actor.subject.clone(),
            at: tx.now(),
        };
        let evidence = Evidence::file(
            tx.new_id(),
            (self.producer_id, place),
            self.description.clone(),
            older.as_deref_mut(),
            filing,
            tx.today(),
        )?;
        let evidence = tx.create(evidence).await?;
        if let Some(older) = &mut older {
            tx.save(older).await?;
        }
        storage::evidence::attach_file(tx, FileKey::of(&evidence)).await?;
        Ok(evidence)
    }
}
