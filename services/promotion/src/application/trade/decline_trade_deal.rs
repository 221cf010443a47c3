//! Ends a deal for the producer.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::{deal, end, target};
use crate::application::Error;
use crate::domain::Event;
use crate::domain::trade::Deal;
use crate::storage::Tx;

/// The deal.
#[derive(Debug)]
pub struct DeclineTradeDeal {
    /// Who asks.
    pub caller: Caller,
    /// Id of the deal.
    pub id: Uuid,
    /// Why.
    pub reason: String,
}

impl UseCase<Event> for DeclineTradeDeal {
    type Answer = Saved<Deal>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Deal>, Error> {
        let mut deal = deal(tx, self.id).await?;
        self.caller.within(target(&deal.goods))?;
        let not_delivered = deal.cancel(self.reason.clone())?;
        tx.because(&self.reason);
        end(tx, deal, not_delivered).await
    }
}
