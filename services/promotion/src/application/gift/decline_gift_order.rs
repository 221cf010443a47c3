//! The seller ends an order for gift sets.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::order_for_own_set;
use crate::application::Error;
use crate::application::delivery::save_one_and_deliver;
use crate::domain::Event;
use crate::domain::gift::Order;
use crate::storage::Tx;

/// The order.
#[derive(Debug)]
pub struct DeclineGiftOrder {
    /// Who asks.
    pub caller: Caller,
    /// Id of the order.
    pub id: Uuid,
    /// Why.
    pub reason: String,
}

impl UseCase<Event> for DeclineGiftOrder {
    type Answer = Saved<Order>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Order>, Error> {
        let (mut order, mut set) = order_for_own_set(tx, &self.caller, self.id).await?;
        order.cancel(&mut set, self.reason.clone())?;
        tx.save(&mut set).await?;
        Ok(save_one_and_deliver(tx, order).await?)
    }
}
