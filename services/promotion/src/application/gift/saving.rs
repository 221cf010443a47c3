//! How orders are saved.

use ocop_chassis::database::{Saved, StoreError};

use crate::application::delivery::{Told, queue_deliveries};
use crate::domain::gift::Order;
use crate::domain::subscription::EventKind;
use crate::storage::Tx;

/// Saves orders with their events, and queues the deliveries of these events. The only way in which orders are saved, so that no event
/// can miss its webhooks. The market is [locked](crate::storage::lock_market).
///
/// # Errors
/// As saving does.
pub(super) async fn save_orders(
    tx: &mut Tx,
    orders: &mut [Saved<Order>],
) -> Result<(), StoreError> {
    let changes = orders.iter().flat_map(|order| {
        let changes = order.events.iter().map(|event| event.change);
        changes.map(|change| (order.partner_id, change))
    });
    let changes: Vec<_> = changes.collect();
    let before = tx.recorded().len();
    tx.save_all(orders).await?;
    let recorded = tx.recorded()[before..].iter().cloned();
    let events = changes.into_iter().zip(recorded);
    let events = events.map(|((partner_id, change), recorded)| Told {
        partner_id,
        kind: EventKind::GiftOrder(change),
        product: None,
        recorded,
    });
    let events = events.collect();
    queue_deliveries(tx, events).await
}

/// The same for one order.
pub(super) async fn save_order(
    tx: &mut Tx,
    mut order: Saved<Order>,
) -> Result<Saved<Order>, StoreError> {
    save_orders(tx, std::slice::from_mut(&mut order)).await?;
    Ok(order)
}
