//! Records that money of a reward came back.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::{check_not_in_future, own_rewards};
use crate::application::Error;
use crate::domain::Event;
use crate::domain::reward::{Refusal, Repayment, Reward};
use crate::storage::{self, Tx};

/// The repayment.
#[derive(Debug)]
pub struct RecordRewardRepayment {
    /// Who asks.
    pub caller: Caller,
    /// Id of the reward.
    pub id: Uuid,
    /// What came.
    pub repayment: Repayment,
}

impl UseCase<Event> for RecordRewardRepayment {
    type Answer = Saved<Reward>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Reward>, Error> {
        storage::lock_rewards(tx).await?;
        let rewards = own_rewards(tx, &self.caller, &[self.id]).await?;
        let reward = rewards.into_iter().next();
        let mut reward = reward.ok_or(Refusal::Unknown(self.id))?;
        check_not_in_future(tx, self.repayment.on)?;
        reward.repay(self.repayment.clone())?;
        tx.save(&mut reward).await?;
        Ok(reward)
    }
}
