//! Takes back an offer for its producer.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::{demand, offer, target};
use crate::application::Error;
use crate::application::delivery::save_one_and_deliver;
use crate::domain::Event;
use crate::domain::trade::Offer;
use crate::storage::Tx;

/// The offer.
#[derive(Debug)]
pub struct WithdrawTradeOffer {
    /// Who asks.
    pub caller: Caller,
    /// Id of the offer.
    pub id: Uuid,
    /// Why.
    pub reason: String,
}

impl UseCase<Event> for WithdrawTradeOffer {
    type Answer = Saved<Offer>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Offer>, Error> {
        let seen = offer(tx, self.id).await?;
        self.caller.within(target(&seen.goods))?;
        demand(tx, seen.demand_id).await?;
        // Read again: whoever changed it had locked the demand.
        let mut offer = offer(tx, self.id).await?;
        offer.withdraw(self.reason.clone())?;
        tx.because(&self.reason);
        Ok(save_one_and_deliver(tx, offer).await?)
    }
}
