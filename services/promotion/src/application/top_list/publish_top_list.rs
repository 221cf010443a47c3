//! Counts the votes and points of a top list and publishes its result.

use std::collections::{BTreeMap, HashMap};

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::chain::Chain;
use super::{nominated, own_list};
use crate::application::Error;
use crate::domain::Event;
use crate::domain::listing::Listing;
use crate::domain::top_list::{Ballots, Refusal, TopList};
use crate::storage::{self, Tx};

/// Votes that are read at once.
const BATCH: u64 = 1_000;

/// The list.
#[derive(Debug)]
pub struct PublishTopList {
    /// Who asks.
    pub caller: Caller,
    /// Id of the list.
    pub id: Uuid,
}

/// Counts the votes for a list, if each is as it was cast.
async fn count(tx: &Tx, id: Uuid) -> Result<Ballots, Error> {
    // Locked, so that no vote slips in behind the count.
    let ballots = storage::top_list::box_to_change(tx, id).await?;
    let ballots = ballots.ok_or(Refusal::Unknown(id))?;
    let mut chain = Chain::of(id);
    let mut chosen = BTreeMap::new();
    loop {
        let votes = storage::top_list::votes_after(tx.db(), id, chain.votes(), BATCH).await?;
        if votes.is_empty() {
            break;
        }
        for kept in &votes {
            if !chain.fits(kept) {
                return Err(Refusal::VotesChanged(chain.votes() + 1).into());
            }
            for product in &kept.vote.products {
                *chosen.entry(*product).or_insert(0) += 1;
            }
        }
    }
    if (chain.votes(), chain.record()) != (ballots.votes, ballots.record.as_str()) {
        return Err(Refusal::VotesChanged(chain.votes() + 1).into());
    }
    Ok(Ballots {
        voters: ballots.votes,
        record: ballots.record,
        chosen,
    })
}

impl UseCase<Event> for PublishTopList {
    type Answer = Saved<TopList>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<TopList>, Error> {
        let mut list = own_list(tx, &self.caller, self.id).await?;
        list.require_countable(tx.today())?;
        let ballots = count(tx, self.id).await?;
        let known = nominated(tx, &list).await?;
        let listings: HashMap<Uuid, &Listing> = known
            .iter()
            .map(|listing| (listing.product.id, listing))
            .collect();
        list.publish(&ballots, &listings, tx.today())?;
        tx.save(&mut list).await?;
        storage::top_list::erase_key(tx, self.id).await?;
        Ok(list)
    }
}
