//! Casts a vote for products of a top list.

use std::collections::BTreeSet;

use ocop_chassis::database::UseCase;
use ocop_identity::{Caller, Target};
use uuid::Uuid;

use super::chain;
use crate::application::Error;
use crate::domain::Event;
use crate::domain::top_list::{Refusal, Vote, VoterHash};
use crate::storage::top_list::KeptVote;
use crate::storage::{self, Tx};

/// The vote.
#[derive(Debug)]
pub struct CastVote {
    /// Who asks: the system that knows the voter.
    pub caller: Caller,
    /// Id of the list.
    pub id: Uuid,
    /// What stands for the voter.
    pub voter: VoterHash,
    /// Ids of the products that are chosen.
    pub products: BTreeSet<Uuid>,
}

impl UseCase<Event> for CastVote {
    type Answer = KeptVote;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<KeptVote, Error> {
        // The box is locked before the list is looked at, so that no vote slips in behind the count.
        let ballots = storage::top_list::box_to_change(tx, self.id).await?;
        let polled = storage::top_list::poll(tx, self.id).await?;
        let (ballots, polled) = ballots.zip(polled).ok_or(Refusal::Unknown(self.id))?;
        let province = Target::province(&polled.province_code, polled.said_on);
        self.caller.within(province)?;
        let chosen = self.products.iter().copied();
        let nominated = storage::top_list::nominated(tx, self.id, chosen).await?;
        polled.poll.admit(&self.products, &nominated, tx.today())?;
        if storage::top_list::has_voted(tx, self.id, &self.voter).await? {
            return Err(Refusal::VotedAlready.into());
        }
        let vote = Vote {
            sequence: ballots.votes + 1,
            voter: self.voter.clone(),
            products: self.products.clone(),
            cast_at: tx.now(),
        };
        let receipt = chain::receipt(self.id, &ballots.record, &vote);
        storage::top_list::keep_vote(tx, self.id, &vote, &receipt).await?;
        tx.audit("top_list_vote", self.id);
        Ok(KeptVote {
            top_list_id: self.id,
            vote,
            receipt,
        })
    }
}
