//! Casts a council member's ballot on a dossier; Article 7.3d.

use std::sync::Arc;

use ocop_chassis::database::UseCase;
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::step::Reachable as _;
use crate::application::{Error, dossier};
use crate::domain::Event;
use crate::domain::council::ballot::{Ballot, Submission, Voting};
use crate::domain::criteria::answers::Given;
use crate::domain::criteria::library::Library;
use crate::domain::dossier::Dossier;
use crate::storage::{self, Tx};

/// The ballot of the caller.
#[derive(Debug)]
pub struct CastBallot {
    pub caller: Caller,
    pub library: Arc<Library>,
    /// Id of the dossier.
    pub id: Uuid,
    pub answers: Vec<Given>,
    pub comment: String,
}

impl UseCase<Event> for CastBallot {
    type Answer = Ballot;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Ballot, Error> {
        // Loading locks the dossier, so that no ballot slips in behind the count.
        let dossier = Dossier::reached(tx, &self.caller, self.id).await?;
        let council = super::council_of(tx, &dossier).await?;
        let cast = storage::council::ballots(tx, dossier.id).await?;
        let conflicts = storage::council::conflicts(tx, dossier.id).await?;
        let set = dossier::set_of(&self.library, &dossier)?;
        let voting = Voting {
            vote: dossier.open_vote()?,
            council: &council,
            set,
            case: dossier.content.case(set),
            cast: &cast,
            conflicts: &conflicts,
        };
        let submission = Submission {
            id: tx.new_id(),
            member: &self.caller.actor.subject,
            answers: &self.answers,
            comment: &self.comment,
            at: tx.now(),
            on: tx.today(),
        };
        let ballot = Ballot::cast(voting, submission)?;
        storage::council::insert_ballot(tx, &ballot).await?;
        tx.audit("ballot", ballot.id);
        Ok(ballot)
    }
}
