//! Records that approved rewards were paid.

use chrono::NaiveDate;
use ocop_chassis::database::UseCase;
use ocop_identity::Caller;
use uuid::Uuid;

use super::{Sum, check_not_in_future, own_rewards};
use crate::application::Error;
use crate::domain::Event;
use crate::storage::{self, Tx};

/// The payment.
#[derive(Debug)]
pub struct PayRewards {
    /// Who asks.
    pub caller: Caller,
    /// Ids of the rewards, each once.
    pub ids: Vec<Uuid>,
    /// Number of the treasury's document.
    pub document: String,
    /// The day of payment.
    pub on: NaiveDate,
}

impl UseCase<Event> for PayRewards {
    type Answer = Sum;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Sum, Error> {
        storage::lock_rewards(tx).await?;
        let mut rewards = own_rewards(tx, &self.caller, &self.ids).await?;
        check_not_in_future(tx, self.on)?;
        let mut sum = Sum::default();
        for reward in &mut rewards {
            let open = reward.open();
            reward.pay(&self.document, self.on)?;
            sum.add(open);
        }
        tx.save_all(&mut rewards).await?;
        Ok(sum)
    }
}
