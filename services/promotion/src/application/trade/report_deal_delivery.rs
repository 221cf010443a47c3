//! Reports what was delivered of a deal in a month, or puts it right.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::{deal, target};
use crate::application::Error;
use crate::application::delivery::save_one_and_deliver;
use crate::domain::Event;
use crate::domain::trade::{Deal, Delivered, Month};
use crate::storage::Tx;

/// The delivery.
#[derive(Debug)]
pub struct ReportDealDelivery {
    /// Who asks.
    pub caller: Caller,
    /// Id of the deal.
    pub id: Uuid,
    /// The month.
    pub month: Month,
    /// How much was delivered in it.
    pub quantity: u64,
    /// Why another quantity was reported before; may be empty.
    pub reason: String,
}

impl UseCase<Event> for ReportDealDelivery {
    type Answer = Saved<Deal>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Deal>, Error> {
        let mut deal = deal(tx, self.id).await?;
        self.caller.within(target(&deal.goods))?;
        let delivered = Delivered {
            month: self.month,
            quantity: self.quantity,
            reported_on: tx.today(),
        };
        deal.report(delivered, !self.reason.is_empty(), tx.today())?;
        if !self.reason.is_empty() {
            tx.because(&self.reason);
        }
        Ok(save_one_and_deliver(tx, deal).await?)
    }
}
