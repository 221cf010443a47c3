//! The buyer ends an order for gift sets.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::order;
use crate::application::delivery::save_one_and_deliver;
use crate::application::{Error, own_partner_to_end};
use crate::domain::Event;
use crate::domain::gift::{Order, Refusal};
use crate::storage::{self, Tx};

/// The order.
#[derive(Debug)]
pub struct CancelGiftOrder {
    /// Who asks.
    pub caller: Caller,
    /// Id of the order.
    pub id: Uuid,
    /// Why.
    pub reason: String,
}

impl UseCase<Event> for CancelGiftOrder {
    type Answer = Saved<Order>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Order>, Error> {
        let seen = order(tx, self.id).await?;
        own_partner_to_end(tx, &self.caller, seen.partner_id).await?;
        storage::lock_market(tx).await?;
        let set = storage::gift::set_to_change(tx, seen.gift_set_id).await?;
        let mut set = set.ok_or(Refusal::Unknown(seen.gift_set_id))?;
        // Read again: whoever changed it had locked the set.
        let mut cancelled = order(tx, self.id).await?;
        cancelled.cancel(&mut set, self.reason.clone())?;
        tx.save(&mut set).await?;
        Ok(save_one_and_deliver(tx, cancelled).await?)
    }
}
