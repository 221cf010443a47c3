//! Takes a paper back. Its file can no longer be had from then on, and is removed unless another paper holds it.

use ocop_chassis::database::{StoreError, UseCase};
use ocop_chassis::identity::Caller;
use uuid::Uuid;

use super::admit_upload;
use super::evidence_scope;
use crate::application::Error;
use crate::domain::Event;
use crate::storage::{self, EvidenceRecord, Tx};

/// The paper to take back.
#[derive(Debug)]
pub struct WithdrawEvidence {
    /// Who asks.
    pub caller: Caller,
    /// Id of the paper.
    pub id: Uuid,
    /// The version last seen; `None` for whatever stands there.
    pub seen: Option<u64>,
    /// Why.
    pub reason: String,
}

impl UseCase<Event> for WithdrawEvidence {
    type Answer = EvidenceRecord;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<EvidenceRecord, Error> {
        let mut evidence = admit_upload::one(tx, self.id).await?;
        evidence_scope::reached(tx, &self.caller, evidence.producer_id).await?;
        if self.seen.is_some_and(|seen| seen != evidence.version) {
            return Err(Error::Store(StoreError::Stale {
                aggregate: "evidence",
                id: self.id,
            }));
        }
        let in_use = storage::evidence_in_use(tx, self.id).await?;
        let by = &self.caller.actor.subject;
        evidence.withdraw(in_use, by, &self.reason, tx.today())?;
        tx.save(&mut evidence).await?;
        storage::detach_file(tx, evidence.file_key()).await?;
        Ok(storage::evidence_record(tx, self.id).await?)
    }
}
