//! Takes the caller's ballot back before the count.

use ocop_chassis::database::UseCase;
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::Error;
use crate::application::step::Reachable as _;
use crate::domain::Event;
use crate::domain::council::ballot::Ballot;
use crate::domain::council::withdrawal::Withdrawal;
use crate::domain::dossier::Dossier;
use crate::storage::{self, Tx};

#[derive(Debug)]
pub struct WithdrawBallot {
    pub caller: Caller,
    /// Id of the dossier.
    pub id: Uuid,
    pub reason: String,
}

impl UseCase<Event> for WithdrawBallot {
    type Answer = Ballot;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Ballot, Error> {
        tx.because(&self.reason);
        // Loading locks the dossier, so that no count slips in between.
        let dossier = Dossier::reached(tx, &self.caller, self.id).await?;
        let (vote, accepted) = dossier.before_council()?;
        let cast = storage::council::ballots(tx, dossier.id).await?;
        let withdrawal = Withdrawal {
            reason: self.reason.clone(),
            by: self.caller.actor.subject.clone(),
            at: tx.now(),
        };
        let ballot = Ballot::withdraw(vote, accepted.council_id, &cast, withdrawal)?;
        storage::council::withdraw_ballot(tx, &ballot).await?;
        tx.audit("ballot", ballot.id);
        Ok(ballot)
    }
}
