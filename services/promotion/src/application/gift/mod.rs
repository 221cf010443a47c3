//! What can be done with gift sets and the orders for them.

mod cancel_gift_order;
mod close_gift_set;
mod compose_gift_set;
mod confirm_gift_order;
mod decline_gift_order;
mod deliver_gift_order;
mod leaving;
mod merging;
mod place_gift_order;
mod replace_gift_item;
mod settling;
mod update_gift_set;

pub use cancel_gift_order::CancelGiftOrder;
pub use close_gift_set::CloseGiftSet;
pub use compose_gift_set::{ComposeGiftSet, Wanted};
pub use confirm_gift_order::ConfirmGiftOrder;
pub use decline_gift_order::DeclineGiftOrder;
pub use deliver_gift_order::DeliverGiftOrder;
pub(super) use leaving::end_of_partner;
pub(super) use merging::follow_merges;
pub use place_gift_order::PlaceGiftOrder;
pub use replace_gift_item::ReplaceGiftItem;
pub(super) use settling::follow_listings;
pub use update_gift_set::UpdateGiftSet;

use ocop_chassis::database::Saved;
use ocop_identity::{Caller, Target};
use uuid::Uuid;

use crate::application::Error;
use crate::application::delivery::PartnerAggregate;
use crate::domain::gift::{GiftSet, Order, Refusal};
use crate::domain::subscription::EventKind;
use crate::storage::{self, Tx};

impl PartnerAggregate for Order {
    fn partner_id(&self) -> Uuid {
        self.partner_id
    }

    fn kinds(&self) -> Vec<EventKind> {
        let changes = self.events.iter().map(|event| event.change);
        changes.map(EventKind::GiftOrder).collect()
    }
}

/// What a set belongs to.
pub fn target(set: &GiftSet) -> Target {
    Target::province(&set.province_code, set.said_on)
}

/// A set that the caller may change. Its row is locked until the transaction ends.
async fn own_set(tx: &Tx, caller: &Caller, id: Uuid) -> Result<Saved<GiftSet>, Error> {
    let set = storage::gift::set_to_change(tx, id).await?;
    let set = set.ok_or(Refusal::Unknown(id))?;
    caller.within(target(&set))?;
    Ok(set)
}

async fn order(tx: &Tx, id: Uuid) -> Result<Saved<Order>, Error> {
    let order = storage::gift::order(tx, id).await?;
    Ok(order.ok_or(Refusal::OrderUnknown(id))?)
}

/// An order for a set that the caller may change, with the set. The market is locked, and the row of the set, until the transaction ends.
async fn order_for_own_set(
    tx: &Tx,
    caller: &Caller,
    id: Uuid,
) -> Result<(Saved<Order>, Saved<GiftSet>), Error> {
    let set_id = order(tx, id).await?.gift_set_id;
    storage::lock_market(tx).await?;
    let set = own_set(tx, caller, set_id).await?;
    // Read again: whoever changed it had locked the set.
    Ok((order(tx, id).await?, set))
}
