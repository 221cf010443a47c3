//! Ends a demand for its buyer.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::{decline_all, demand};
use crate::application::{Error, own_partner_to_end};
use crate::domain::Event;
use crate::domain::trade::Demand;
use crate::storage::Tx;

/// The demand.
#[derive(Debug)]
pub struct WithdrawDemand {
    /// Who asks.
    pub caller: Caller,
    /// Id of the demand.
    pub id: Uuid,
    /// Why.
    pub reason: String,
}

impl UseCase<Event> for WithdrawDemand {
    type Answer = Saved<Demand>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Demand>, Error> {
        let mut demand = demand(tx, self.id).await?;
        own_partner_to_end(tx, &self.caller, demand.partner_id).await?;
        demand.withdraw(self.reason.clone(), tx.today())?;
        tx.because(&self.reason);
        tx.save(&mut demand).await?;
        decline_all(tx, &[(demand.id, self.reason.clone())].into()).await?;
        Ok(demand)
    }
}
