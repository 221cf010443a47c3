//! Says no to an offer for the buyer.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::offer_to_own;
use crate::application::Error;
use crate::application::delivery::save_one_and_deliver;
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
        let (mut offer, _) = offer_to_own(tx, &self.caller, self.id).await?;
        offer.decline(self.reason.clone())?;
        tx.because(&self.reason);
        Ok(save_one_and_deliver(tx, offer).await?)
    }
}
