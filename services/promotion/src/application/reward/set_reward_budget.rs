//! Sets or raises what a scheme may pay in a year.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::own_scheme;
use crate::application::Error;
use crate::domain::Event;
use crate::domain::reward::{Payer, Scheme};
use crate::storage::{self, Tx};

/// The budget.
#[derive(Debug)]
pub struct SetRewardBudget {
    /// Who asks.
    pub caller: Caller,
    /// Id of the scheme.
    pub scheme_id: Uuid,
    /// The year, and whose budget.
    pub budget: (i32, Payer),
    /// How much in all, in VND.
    pub vnd: u64,
    /// Number of the document.
    pub document: String,
}

impl UseCase<Event> for SetRewardBudget {
    type Answer = Saved<Scheme>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Scheme>, Error> {
        storage::lock_rewards(tx).await?;
        let mut scheme = own_scheme(tx, &self.caller, self.scheme_id).await?;
        scheme.set_budget(self.budget, self.vnd, self.document.clone())?;
        tx.save(&mut scheme).await?;
        Ok(scheme)
    }
}
