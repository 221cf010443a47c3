//! Ends a deal for the buyer.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::{deal, end};
use crate::application::{Error, own_partner_to_end};
use crate::domain::Event;
use crate::domain::trade::Deal;
use crate::storage::Tx;

/// The deal.
#[derive(Debug)]
pub struct CancelTradeDeal {
    /// Who asks.
    pub caller: Caller,
    /// Id of the deal.
    pub id: Uuid,
    /// Why.
    pub reason: String,
}

impl UseCase<Event> for CancelTradeDeal {
    type Answer = Saved<Deal>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Deal>, Error> {
        let mut deal = deal(tx, self.id).await?;
        own_partner_to_end(tx, &self.caller, deal.partner_id).await?;
        let not_delivered = deal.cancel(self.reason.clone())?;
        tx.because(&self.reason);
        end(tx, deal, not_delivered).await
    }
}
