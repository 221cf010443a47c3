//! What can be done with top lists.

mod call_off_top_list;
mod cast_vote;
mod chain;
mod honour_top_list;
mod nominate_products;
mod plan_top_list;
mod publish_top_list;
mod reseal_voter_keys;
mod submit_council_points;
mod update_top_list;
mod verify_votes;
mod withdraw_nomination;

pub use call_off_top_list::CallOffTopList;
pub use cast_vote::CastVote;
pub use honour_top_list::HonourTopList;
pub use nominate_products::NominateProducts;
pub use plan_top_list::PlanTopList;
pub use publish_top_list::PublishTopList;
pub use reseal_voter_keys::ResealVoterKeys;
pub use submit_council_points::SubmitCouncilPoints;
pub use update_top_list::UpdateTopList;
pub use verify_votes::{Verified, verify_votes};
pub use withdraw_nomination::WithdrawNomination;

use ocop_chassis::database::{Saved, StoreError};
use ocop_identity::{Caller, Target};
use uuid::Uuid;

use crate::application::Error;
use crate::domain::listing::Listing;
use crate::domain::top_list::{Refusal, TopList};
use crate::storage::{self, Tx};

/// What a list belongs to.
pub fn target(list: &TopList) -> Target {
    Target::province(&list.province_code, list.said_on)
}

async fn list_to_change(tx: &Tx, id: Uuid) -> Result<Saved<TopList>, Error> {
    let list = storage::top_list::list_to_change(tx, id).await?;
    Ok(list.ok_or(Refusal::Unknown(id))?)
}

/// A list that the caller may change. Its row is locked until the transaction ends.
async fn own_list(tx: &Tx, caller: &Caller, id: Uuid) -> Result<Saved<TopList>, Error> {
    let list = list_to_change(tx, id).await?;
    caller.within(target(&list))?;
    Ok(list)
}

/// The listings of what is nominated.
async fn nominated(tx: &Tx, list: &TopList) -> Result<Vec<Listing>, StoreError> {
    let ids: Vec<Uuid> = list.standing().map(|found| found.product_id).collect();
    let known = storage::listing::listings(tx, &ids).await?;
    Ok(known.into_values().map(Saved::into_inner).collect())
}
