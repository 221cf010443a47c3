//! Takes a document back. Its file can no longer be had from then on, and is removed unless another document holds it.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::admit_upload;
use super::evidence_scope;
use crate::application::Error;
use crate::domain::Event;
use crate::domain::evidence::Evidence;
use crate::storage::evidence::FileKey;
use crate::storage::{self, Tx};

/// The document to take back.
#[derive(Debug)]
pub struct WithdrawEvidence {
    pub caller: Caller,
    /// Id of the document.
    pub id: Uuid,
    /// The version last seen; `None` for whatever stands there.
    pub seen: Option<u64>,
    pub reason: String,
}

impl UseCase<Event> for WithdrawEvidence {
    type Answer = Saved<Evidence>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Evidence>, Error> {
        let mut evidence = admit_upload::one(tx, self.id).await?;
        evidence_scope::reached(tx, &self.caller, evidence.producer_id).await?;
        if let Some(seen) = self.seen {
            evidence.expect_version(seen)?;
        }
        let in_use = storage::evidence::evidence_in_use(tx, self.id).await?;
        let by = &self.caller.actor.subject;
        evidence.withdraw(in_use, by, &self.reason, tx.today())?;
        tx.save(&mut evidence).await?;
        storage::evidence::detach_file(tx, FileKey::of(&evidence)).await?;
        Ok(evidence)
    }
}
