//! Declares a council member's conflict of interest in a dossier before it is counted.

use ocop_chassis::database::UseCase;
use ocop_identity::{Caller, Role};
use uuid::Uuid;

use crate::application::Error;
use crate::application::step::Reachable as _;
use crate::domain::Event;
use crate::domain::council::conflict::Conflict;
use crate::domain::dossier::Dossier;
use crate::storage::{self, Tx};

#[derive(Debug)]
pub struct DeclareConflict {
    pub caller: Caller,
    /// Id of the dossier.
    pub id: Uuid,
    /// The subject of the member; the caller if none.
    pub member: Option<String>,
    /// What stands between the member and a free vote.
    pub reason: String,
}

impl UseCase<Event> for DeclareConflict {
    type Answer = Conflict;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Conflict, Error> {
        // Loading locks the dossier, so that no count slips in between.
        let dossier = Dossier::reached(tx, &self.caller, self.id).await?;
        let subject = &self.caller.actor.subject;
        let member = self.member.as_ref().unwrap_or(subject);
        if member != subject {
            // Of others only the office speaks.
            let office = self.caller.only(&[Role::OcopOffice]);
            office.within(dossier.target())?;
        }
        let council = super::council_of(tx, &dossier).await?;
        let before = storage::council::conflicts(tx, dossier.id).await?;
        let declared = Conflict {
            id: tx.new_id(),
            dossier_id: dossier.id,
            member: member.clone(),
            reason: self.reason.clone(),
            declared_by: subject.clone(),
            declared_at: tx.now(),
            withdrawn: None,
        };
        let conflict = Conflict::declare(
            dossier.open_vote()?,
            &council,
            &before,
            declared,
            tx.today(),
        )?;
        storage::council::insert_conflict(tx, &conflict).await?;
        tx.audit("conflict", conflict.id);
        Ok(conflict)
    }
}
