//! Says no to an offer for the buyer.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::{demand, offer};
use crate::application::delivery::save_one_and_deliver;
use crate::application::{Error, own_partner_to_end};
use crate::domain::Event;
use crate::domain::trade::Offer;
use crate::storage::Tx;

/// The offer.
#[derive(Debug)]
pub struct DeclineTradeOffer {
    /// Who asks.
    pub caller: Caller,
    /// Id of the offer.
    pub id: Uuid,
    /// Why.
    pub reason: String,
}

impl UseCase<Event> for DeclineTradeOffer {
    type Answer = Saved<Offer>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Offer>, Error> {
        let demand_id = offer(tx, self.id).await?.demand_id;
        let partner_id = demand(tx, demand_id).await?.partner_id;
        own_partner_to_end(tx, &self.caller, partner_id).await?;
        // Read again: whoever changed it had locked the demand.
        let mut offer = offer(tx, self.id).await?;
        offer.decline(self.reason.clone())?;
        tx.because(&self.reason);
        Ok(save_one_and_deliver(tx, offer).await?)
    }
}
