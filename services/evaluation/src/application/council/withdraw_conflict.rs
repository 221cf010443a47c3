//! Takes back a conflict of interest before the count.

use ocop_chassis::database::UseCase;
use ocop_identity::{Caller, Role};
use uuid::Uuid;

use crate::application::Error;
use crate::application::step::Reachable as _;
use crate::domain::Event;
use crate::domain::council::conflict::Conflict;
use crate::domain::council::withdrawal::Withdrawal;
use crate::domain::dossier::Dossier;
use crate::storage::{self, Tx};

#[derive(Debug)]
pub struct WithdrawConflict {
    pub caller: Caller,
    /// Id of the dossier.
    pub id: Uuid,
    /// The subject of the member; the caller if none.
    pub member: Option<String>,
    pub reason: String,
}

impl UseCase<Event> for WithdrawConflict {
    type Answer = Conflict;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Conflict, Error> {
        tx.because(&self.reason);
        // Loading locks the dossier, so that no count slips in between.
        let dossier = Dossier::reached(tx, &self.caller, self.id).await?;
        let subject = &self.caller.actor.subject;
        let member = self.member.as_ref().unwrap_or(subject);
        let declared = storage::council::conflicts(tx, dossier.id).await?;
        let standing = Conflict::standing(dossier.open_vote()?, &declared, member)?;
        if standing.declared_by != *subject || member != subject {
            // What the office declared of a member is not the member's to take back.
            let office = self.caller.only(&[Role::OcopOffice]);
            office.within(dossier.target())?;
        }
        let conflict = standing.withdrawn(Withdrawal {
            reason: self.reason.clone(),
            by: subject.clone(),
            at: tx.now(),
        });
        storage::council::withdraw_conflict(tx, &conflict).await?;
        tx.audit("conflict", conflict.id);
        Ok(conflict)
    }
}
