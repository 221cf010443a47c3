//! Records a decision to pay rewards.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use ocop_chassis::database::UseCase;
use ocop_identity::Caller;
use uuid::Uuid;

use super::{Sum, check_not_in_future, own_rewards};
use crate::application::Error;
use crate::domain::Event;
use crate::domain::reward::{Payer, Refusal};
use crate::storage::{self, Tx};

/// The decision.
#[derive(Debug)]
pub struct ApproveRewards {
    /// Who asks.
    pub caller: Caller,
    /// Ids of the rewards, each once.
    pub ids: Vec<Uuid>,
    /// Number of the decision.
    pub number: String,
    /// Its day.
    pub on: NaiveDate,
}

impl UseCase<Event> for ApproveRewards {
    type Answer = Sum;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Sum, Error> {
        storage::lock_rewards(tx).await?;
        let mut rewards = own_rewards(tx, &self.caller, &self.ids).await?;
        check_not_in_future(tx, self.on)?;
        let mut sum = Sum::default();
        let mut of_budgets: BTreeMap<(Uuid, Payer), u64> = BTreeMap::new();
        for reward in &mut rewards {
            let owed = reward.approve(&self.number, self.on)?.owed;
            sum.add(owed.vnd);
            *of_budgets.entry((owed.scheme_id, owed.payer)).or_default() += owed.vnd;
        }
        let ids = of_budgets.keys().map(|(scheme, _)| *scheme);
        let mut schemes = storage::reward::schemes(tx, ids).await?;
        for ((id, payer), vnd) in of_budgets {
            let scheme = schemes.get_mut(&id).ok_or(Refusal::SchemeUnknown(id))?;
            scheme.commit((self.on.year(), payer), vnd)?;
        }
        for scheme in schemes.values_mut() {
            tx.save(scheme).await?;
        }
        tx.save_all(&mut rewards).await?;
        Ok(sum)
    }
}
