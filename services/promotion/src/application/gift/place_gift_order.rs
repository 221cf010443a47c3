//! Orders gift sets for a partner.

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::delivery::save_one_and_deliver;
use crate::application::{Error, own_partner};
use crate::domain::Event;
use crate::domain::gift::{Order, Refusal};
use crate::storage::{self, Tx};

/// The order.
#[derive(Debug)]
pub struct PlaceGiftOrder {
    /// Who asks.
    pub caller: Caller,
    /// Id of the partner who buys.
    pub partner_id: Uuid,
    /// Id of the set.
    pub gift_set_id: Uuid,
    /// How many.
    pub quantity: u32,
    /// The day by which they are needed.
    pub needed_by: NaiveDate,
    /// What else the buyer says.
    pub note: String,
}

impl UseCase<Event> for PlaceGiftOrder {
    type Answer = Saved<Order>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Order>, Error> {
        // First, so that a partner that leaves meanwhile has left.
        storage::lock_market(tx).await?;
        own_partner(tx, &self.caller, self.partner_id).await?;
        let set = storage::gift::set_to_change(tx, self.gift_set_id).await?;
        let mut set = set.ok_or(Refusal::Unknown(self.gift_set_id))?;
        let ids = (tx.new_id(), self.partner_id);
        let when = (self.needed_by, tx.today(), self.note.clone());
        let order = Order::place(ids, &mut set, self.quantity, when)?;
        tx.save(&mut set).await?;
        let order = Saved::new(order, tx.now());
        Ok(save_one_and_deliver(tx, order).await?)
    }
}
