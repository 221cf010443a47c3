//! Puts another product in the place of one in a gift set.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::compose_gift_set::certified;
use super::{Wanted, own_set};
use crate::application::Error;
use crate::application::delivery::save_and_deliver;
use crate::domain::Event;
use crate::domain::gift::GiftSet;
use crate::storage::{self, Tx};

/// The change.
#[derive(Debug)]
pub struct ReplaceGiftItem {
    /// Who asks.
    pub caller: Caller,
    /// Id of the set.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    /// Id of the product that is in it.
    pub product_id: Uuid,
    /// What takes its place.
    pub by: Wanted,
    /// Why.
    pub reason: String,
}

impl UseCase<Event> for ReplaceGiftItem {
    type Answer = Saved<GiftSet>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<GiftSet>, Error> {
        storage::lock_market(tx).await?;
        let mut set = own_set(tx, &self.caller, self.id).await?;
        set.expect_version(self.seen)?;
        let was_suspended = set.is_suspended();
        for item in certified(tx, &[self.by], (set.season, tx.today())).await? {
            set.replace(self.product_id, item)?;
        }
        tx.because(&self.reason);
        tx.save(&mut set).await?;
        if was_suspended && !set.is_suspended() {
            let mut orders = storage::gift::open_orders(tx, &[set.id]).await?;
            for order in &mut orders {
                order.apply(&set);
            }
            save_and_deliver(tx, &mut orders).await?;
        }
        Ok(set)
    }
}
