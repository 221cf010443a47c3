//! Councils, their rounds, ballots and conflicts of interest: what can be done.

mod amend_council;
mod appoint_advisory_team;
mod appoint_council;
mod cast_ballot;
mod correct_agreement;
mod correct_council;
mod correct_round;
mod declare_conflict;
mod delegate_chair;
mod open_round;
mod reopen_vote;
mod sign_minutes;
pub mod tally_dossier;
mod withdraw_ballot;
mod withdraw_conflict;

pub use amend_council::AmendCouncil;
pub use appoint_advisory_team::AppointAdvisoryTeam;
pub use appoint_council::AppointCouncil;
pub use cast_ballot::CastBallot;
pub use correct_agreement::CorrectAgreement;
pub use correct_council::CorrectCouncil;
pub use correct_round::CorrectRound;
pub use declare_conflict::DeclareConflict;
pub use delegate_chair::DelegateChair;
pub use open_round::OpenRound;
pub use reopen_vote::ReopenVote;
pub use sign_minutes::SignMinutes;
pub use tally_dossier::TallyDossier;
pub use withdraw_ballot::WithdrawBallot;
pub use withdraw_conflict::WithdrawConflict;

use ocop_chassis::database::{Saved, StoreError};
use ocop_identity::{Caller, Target};
use uuid::Uuid;

use crate::application::{Error, Resource};
use crate::domain::council::{Council, Level};
use crate::domain::dossier::Dossier;
use crate::storage::{self, Tx};

/// The council before which a dossier stands.
pub(crate) async fn council_of(tx: &Tx, dossier: &Dossier) -> Result<Saved<Council>, Error> {
    let (_, accepted) = dossier.before_council()?;
    let id = accepted.council_id;
    Resource::Council.found(storage::council::council(tx, id).await?, id)
}

/// The council of the last round that accepted a dossier, whatever became of it there.
async fn council_in_charge(tx: &Tx, dossier: &Dossier) -> Result<Saved<Council>, Error> {
    let accepted = dossier.stage.accepted();
    let Some(id) = accepted.map(|accepted| accepted.council_id) else {
        return council_of(tx, dossier).await;
    };
    Resource::Council.found(storage::council::council(tx, id).await?, id)
}

/// Where a council belongs. That of the centre belongs nowhere, and only who may act anywhere may
/// touch it.
pub(crate) fn target_of_council(council: &Council) -> Target {
    match council.level {
        Level::Province => Target::province(&council.province_code, council.appointed_on),
        Level::Centre => Target::default(),
    }
}

/// A council that a caller is to change as it was read.
async fn council_as_seen(
    tx: &Tx,
    caller: &Caller,
    id: Uuid,
    seen: u64,
) -> Result<Saved<Council>, Error> {
    let found = storage::council::council(tx, id).await?;
    let council = Resource::Council.found(found, id)?;
    caller.within(target_of_council(&council))?;
    if council.version() != seen {
        let aggregate = "council";
        return Err(StoreError::Stale { aggregate, id }.into());
    }
    Ok(council)
}
