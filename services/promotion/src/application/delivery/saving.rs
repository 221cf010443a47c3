//! How aggregates are saved whose events are delivered to a partner.

use ocop_chassis::database::{Aggregate, Saved, StoreError, Table};
use uuid::Uuid;

use super::{PartnerEvent, queue_deliveries};
use crate::domain::Event;
use crate::domain::listing::Product;
use crate::domain::subscription::EventKind;
use crate::storage::Tx;

/// An aggregate whose events are delivered to its partner.
pub(crate) trait PartnerAggregate {
    /// Id of the partner.
    fn partner_id(&self) -> Uuid;

    /// What happened since it was loaded, in order.
    fn kinds(&self) -> Vec<EventKind>;

    /// The product of one of these events, by which a subscription may choose; `None` for what is about none.
    fn product(&self, event: usize) -> Option<Product> {
        let _ = event;
        None
    }
}

/// Saves aggregates with their events, and queues the deliveries of these events. The only way in which they are saved
/// ([`Aggregate::HAS_FOLLOW_UP`]), so that no event can miss its webhooks. The market is [locked](crate::storage::lock_market).
///
/// # Errors
/// As saving does.
pub(crate) async fn save_and_deliver<A, T>(
    tx: &mut Tx,
    all: &mut [Saved<A>],
) -> Result<(), StoreError>
where
    T: Table,
    A: Aggregate<T> + PartnerAggregate,
    Event: From<A::Event>,
{
    const {
        assert!(
            A::HAS_FOLLOW_UP,
            "say in its storage that more follows from its events"
        );
    }
    let mut told = Vec::new();
    for one in all.iter() {
        for (event, kind) in one.kinds().into_iter().enumerate() {
            told.push((one.partner_id(), kind, one.product(event)));
        }
    }
    let before = tx.recorded().len();
    tx.save_before_follow_up(all).await?;
    let recorded = &tx.recorded()[before..];
    // With one too many or too few, events would go to other partners than theirs.
    if recorded.len() != told.len() {
        return Err(StoreError::Corrupt {
            what: format!("events of {} for partners", A::TYPE),
        });
    }
    let events = told.into_iter().zip(recorded.iter().cloned());
    let events = events.map(|((partner_id, kind, product), recorded)| PartnerEvent {
        partner_id,
        kind,
        product,
        recorded,
    });
    let events = events.collect();
    queue_deliveries(tx, events).await
}

/// The same for one.
///
/// # Errors
/// As saving does.
pub(crate) async fn save_one_and_deliver<A, T>(
    tx: &mut Tx,
    mut one: Saved<A>,
) -> Result<Saved<A>, StoreError>
where
    T: Table,
    A: Aggregate<T> + PartnerAggregate,
    Event: From<A::Event>,
{
    save_and_deliver(tx, std::slice::from_mut(&mut one)).await?;
    Ok(one)
}
