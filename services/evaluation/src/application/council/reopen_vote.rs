//! Has a council vote anew on a dossier that is not decided on.

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::step::Reachable as _;
use crate::application::{Error, dossier, on};
use crate::domain::Event;
use crate::domain::council::{Refusal, conflict};
use crate::domain::dossier::Dossier;
use crate::domain::dossier::recount::TakenBack;
use crate::storage::{self, Tx};

/// The vote that begins anew.
#[derive(Debug)]
pub struct ReopenVote {
    pub caller: Caller,
    /// Id of the dossier.
    pub id: Uuid,
    pub reason: String,
    /// The day of the chair's order; today if none.
    pub on: Option<NaiveDate>,
}

impl UseCase<Event> for ReopenVote {
    type Answer = Saved<Dossier>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Dossier>, Error> {
        tx.because(&self.reason);
        let mut dossier = Dossier::reached(tx, &self.caller, self.id).await?;
        self.caller.within(dossier::target_of_round(&dossier))?;
        let day = on(tx, self.on)?;
        let council = super::council_in_charge(tx, &dossier).await?;
        let subject = self.caller.actor.subject.clone();
        let presides = council.presiding_on(day);
        if presides.is_none_or(|member| member.subject != subject) {
            return Err(Refusal::NotPresiding { subject }.into());
        }
        let conflicts = storage::council::conflicts(tx, dossier.id).await?;
        if conflict::of(&conflicts, &subject).is_some() {
            return Err(Refusal::ChairConflicted { subject }.into());
        }
        dossier.reopen(TakenBack {
            reason: self.reason.clone(),
            by: subject,
            on: day,
        })?;
        tx.save(&mut dossier).await?;
        Ok(dossier)
    }
}
