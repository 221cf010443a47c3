//! Councils, their rounds, ballots and conflicts of interest: what can be done.

mod amend_council;
mod appoint_council;
mod cast_ballot;
mod declare_conflict;
mod open_round;
pub mod tally_dossier;

pub use amend_council::AmendCouncil;
pub use appoint_council::AppointCouncil;
pub use cast_ballot::CastBallot;
pub use declare_conflict::DeclareConflict;
pub use open_round::OpenRound;
pub use tally_dossier::TallyDossier;

use ocop_chassis::database::Saved;
use ocop_identity::Target;

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

/// Where a council belongs. That of the centre belongs nowhere, and only who may act anywhere may
/// touch it.
pub(crate) fn target_of_council(council: &Council) -> Target {
    match council.level {
        Level::Province => Target::province(&council.province_code),
        Level::Centre => Target::default(),
    }
}
