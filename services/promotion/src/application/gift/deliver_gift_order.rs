//! The seller records that an order for gift sets was delivered.

use std::collections::HashMap;

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::order_for_own_set;
use crate::application::Error;
use crate::application::delivery::save_one_and_deliver;
use crate::domain::Event;
use crate::domain::gift::{Order, Refusal};
use crate::domain::listing::Listing;
use crate::storage::{self, Tx};

/// The delivery.
#[derive(Debug)]
pub struct DeliverGiftOrder {
    /// Who asks.
    pub caller: Caller,
    /// Id of the order.
    pub id: Uuid,
    /// The day.
    pub on: NaiveDate,
}

impl UseCase<Event> for DeliverGiftOrder {
    type Answer = Saved<Order>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Order>, Error> {
        let (mut order, mut set) = order_for_own_set(tx, &self.caller, self.id).await?;
        if self.on > tx.today() {
            return Err(Refusal::InFuture(self.on).into());
        }
        let ids: Vec<Uuid> = set.items.iter().map(|item| item.product_id).collect();
        let known = storage::listing::listings(tx, &ids).await?;
        let listings: HashMap<Uuid, &Listing> = known
            .iter()
            .map(|(id, listing)| (*id, &**listing))
            .collect();
        order.deliver(&mut set, &listings, self.on)?;
        tx.save(&mut set).await?;
        Ok(save_one_and_deliver(tx, order).await?)
    }
}
