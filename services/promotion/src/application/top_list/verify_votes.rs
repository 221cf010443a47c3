//! Says whether the votes for a top list are as they were cast.

use ocop_identity::Caller;
use uuid::Uuid;

use super::chain::Chain;
use super::target;
use crate::application::Error;
use crate::domain::top_list::Refusal;
use crate::storage::{self, Store};

/// Votes that are read at once.
const BATCH: u64 = 1_000;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// How many votes there are, by the ballot box.
    pub votes: u64,
    /// The digest over them, by the ballot box.
    pub record: String,
    /// The first that does not fit; the one after the last if the last are missing.
    pub first_changed: Option<u64>,
}

/// Goes over all votes for a list that the caller may see.
///
/// # Errors
/// There is no such list, or it is not the caller's, or the database failed.
pub async fn verify_votes(store: &Store, caller: &Caller, id: Uuid) -> Result<Verified, Error> {
    let list = storage::top_list::top_list(store, id).await?;
    let list = list.ok_or(Refusal::Unknown(id))?;
    caller.within(target(&list))?;
    let ballots = storage::top_list::ballot_box(store, id).await?;
    let ballots = ballots.ok_or(Refusal::Unknown(id))?;
    let mut chain = Chain::of(id);
    let mut fit = true;
    // What is cast meanwhile is left for the next time.
    while fit && chain.votes() < ballots.votes {
        let most = BATCH.min(ballots.votes - chain.votes());
        let db = store.database().reader();
        let votes = storage::top_list::votes_after(db, id, chain.votes(), most).await?;
        fit = !votes.is_empty() && votes.iter().all(|kept| chain.fits(kept));
    }
    fit = fit && chain.record() == ballots.record;
    Ok(Verified {
        votes: ballots.votes,
        record: ballots.record,
        first_changed: (!fit).then(|| chain.votes() + 1),
    })
}
