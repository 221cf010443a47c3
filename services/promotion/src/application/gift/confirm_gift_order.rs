//! The seller promises to deliver an order for gift sets.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::order_for_own_set;
use crate::application::Error;
use crate::application::delivery::save_one_and_deliver;
use crate::domain::Event;
use crate::domain::gift::Order;
use crate::storage::{self, Tx};

/// The order.
#[derive(Debug)]
pub struct ConfirmGiftOrder {
    /// Who asks.
    pub caller: Caller,
    /// Id of the order.
    pub id: Uuid,
}

impl UseCase<Event> for ConfirmGiftOrder {
    type Answer = Saved<Order>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Order>, Error> {
        let (mut order, set) = order_for_own_set(tx, &self.caller, self.id).await?;
        let partner = storage::partner::partner(tx, order.partner_id).await?;
        if let Some(partner) = partner {
            partner.require_present()?;
        }
        order.confirm(&set, tx.today())?;
        Ok(save_one_and_deliver(tx, order).await?)
    }
}
