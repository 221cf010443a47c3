//! Decides which subscription gets which event.

use ocop_chassis::database::StoreError;
use ocop_chassis::messaging::outbox;
use uuid::Uuid;

use crate::domain::delivery::Delivery;
use crate::domain::listing::Product;
use crate::domain::subscription::EventKind;
use crate::storage::delivery::Queued;
use crate::storage::{self, Tx};

/// An event that a partner is told of, which this transaction recorded.
pub(crate) struct PartnerEvent {
    pub(crate) partner_id: Uuid,
    pub(crate) kind: EventKind,
    /// The product of a match.
    pub(crate) product: Option<Product>,
    pub(crate) recorded: outbox::Row,
}

/// Queues one delivery of each event for every active subscription of its partner that takes it.
pub(crate) async fn queue_deliveries(tx: &Tx, events: Vec<PartnerEvent>) -> Result<(), StoreError> {
    if events.is_empty() {
        return Ok(());
    }
    let mut partners: Vec<Uuid> = events.iter().map(|event| event.partner_id).collect();
    partners.sort_unstable();
    partners.dedup();
    let subscriptions = storage::subscription::active_of(tx, partners).await?;
    let units = tx.units();
    let on = (units.places(), tx.today());
    let mut deliveries = Vec::new();
    for event in &events {
        let of_partner = subscriptions
            .iter()
            .filter(|subscription| subscription.partner_id == event.partner_id)
            .filter(|subscription| subscription.takes(event.kind, event.product.as_ref(), on));
        for subscription in of_partner {
            deliveries.push(queued(tx, subscription.id, event.kind, &event.recorded)?);
        }
    }
    storage::delivery::insert(tx, deliveries).await
}

/// The delivery of an event to a subscription, due at once.
pub(super) fn queued(
    tx: &Tx,
    subscription_id: Uuid,
    kind: EventKind,
    event: &outbox::Row,
) -> Result<Queued, StoreError> {
    let place = (event.aggregate_id, event.version);
    Ok(Queued {
        delivery: Delivery::new(tx.new_id(), subscription_id, place, kind, tx.now()),
        created_at: event.recorded_at,
        event_type: event.event_type.clone(),
        body: body(event)?,
    })
}

/// The body that Standard Webhooks recommends: the type, the time and, under `data`, the same fact that is published; and the id
/// under which it is published (`ce-id`).
fn body(event: &outbox::Row) -> Result<String, StoreError> {
    let data = std::str::from_utf8(&event.data).map_err(|_| StoreError::Corrupt {
        what: format!("event {}", event.event_id),
    })?;
    let time = event
        .recorded_at
        .to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
    Ok(format!(
        r#"{{"type":"{}","timestamp":"{time}","id":"{}","data":{data}}}"#,
        event.event_type, event.event_id
    ))
}
