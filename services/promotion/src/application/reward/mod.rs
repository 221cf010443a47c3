//! What can be done with rewards of recognised products.

mod add_reward_scheme;
mod approve_rewards;
mod follow_recognitions;
mod granting;
mod pay_rewards;
mod record_reward_repayment;
mod set_reward_budget;
mod update_reward_scheme;

pub use add_reward_scheme::AddRewardScheme;
pub use approve_rewards::ApproveRewards;
pub use follow_recognitions::follow_recognitions;
pub use pay_rewards::PayRewards;
pub use record_reward_repayment::RecordRewardRepayment;
pub use set_reward_budget::SetRewardBudget;
pub use update_reward_scheme::UpdateRewardScheme;

use chrono::NaiveDate;
use ocop_chassis::database::Saved;
use ocop_identity::{Caller, Target, Touched};
use uuid::Uuid;

use crate::application::Error;
use crate::domain::reward::{Refusal, Reward, Scheme};
use crate::storage::{self, Tx};

/// How much was decided or paid for how many rewards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many rewards.
    pub count: u32,
    /// How much in all, in VND.
    pub vnd: u64,
}

impl Sum {
    fn add(&mut self, vnd: u64) {
        self.count += 1;
        self.vnd += vnd;
    }
}

/// What a scheme belongs to.
fn target(scheme: &Scheme) -> Target {
    Target::province(&scheme.province_code, scheme.said_on)
}

/// What a reward belongs to: the province of the product.
fn province_of(reward: &Reward) -> Target {
    let place = &reward.recognition.place;
    Target::place(&place.province_code, &place.code, place.said_on)
}

/// A scheme that the caller may change.
async fn own_scheme(tx: &Tx, caller: &Caller, id: Uuid) -> Result<Saved<Scheme>, Error> {
    let scheme = storage::reward::scheme(tx, id).await?;
    let scheme = scheme.ok_or(Refusal::SchemeUnknown(id))?;
    caller.within(target(&scheme))?;
    Ok(scheme)
}

/// Rewards that the caller may change, in the order of their ids.
async fn own_rewards(tx: &Tx, caller: &Caller, ids: &[Uuid]) -> Result<Vec<Saved<Reward>>, Error> {
    let mut known = storage::reward::rewards(tx, ids).await?;
    let mut rewards = Vec::with_capacity(ids.len());
    for id in ids {
        let reward = known.remove(id).filter(|reward| reward.version() > 0);
        rewards.push(reward.ok_or(Refusal::Unknown(*id))?);
    }
    let mut targets = rewards.iter().map(|reward| province_of(reward));
    if let Some(first) = targets.next() {
        caller.within(Touched::new(first).and(targets))?;
    }
    Ok(rewards)
}

/// Checks that a day has come.
fn check_not_in_future(tx: &Tx, day: NaiveDate) -> Result<(), Refusal> {
    if day > tx.today() {
        return Err(Refusal::InFuture(day));
    }
    Ok(())
}
