//! Delivers what a subscription has missed since a time: events that were recorded while it was stopped, and deliveries
//! that were given up.

use chrono::{DateTime, Utc};
use ocop_chassis::database::{StoreError, UseCase};
use ocop_chassis::messaging::outbox;
use ocop_identity::Caller;
use uuid::Uuid;

use super::queue_deliveries::queued;
use crate::application::{Error, own_subscription};
use crate::domain::Event;
use crate::domain::subscription::{EventKind, Subscription};
use crate::storage::{self, Tx};

/// Most events that are brought back at once.
const MOST: u64 = 5_000;

/// What is delivered now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// How many events.
    pub events: u32,
    /// Whether there are more.
    pub more: bool,
}

/// From when on to deliver.
#[derive(Debug)]
pub struct RecoverDeliveries {
    /// Who asks.
    pub caller: Caller,
    /// Id of the subscription.
    pub subscription_id: Uuid,
    /// Events from this time on.
    pub since: DateTime<Utc>,
}

impl UseCase<Event> for RecoverDeliveries {
    type Answer = Recovered;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Recovered, Error> {
        let subscription = own_subscription(tx, &self.caller, self.subscription_id).await?;
        subscription.require_active()?;
        recover(tx, &subscription, self.since).await
    }
}

/// Queues what an active subscription has missed since a time.
///
/// # Errors
/// The database failed.
pub(crate) async fn recover(
    tx: &Tx,
    subscription: &Subscription,
    since: DateTime<Utc>,
) -> Result<Recovered, Error> {
    let mut given_up = storage::delivery::given_up(tx, subscription.id, since, MOST).await?;
    for view in &mut given_up {
        view.delivery.resend(subscription, tx.now())?;
        storage::delivery::update(tx, &view.delivery).await?;
    }
    let room = MOST.saturating_sub(given_up.len() as u64);
    let missed = storage::delivery::missed(tx, subscription, since, room).await?;
    let events = given_up.len() + missed.len();
    let missed: Vec<_> = missed
        .iter()
        .map(|event| queued(tx, subscription.id, kind(event)?, event))
        .collect::<Result<_, StoreError>>()?;
    storage::delivery::insert(tx, missed).await?;
    Ok(Recovered {
        events: u32::try_from(events).unwrap_or(u32::MAX),
        more: events as u64 == MOST,
    })
}

/// What happened, by the type of the event.
fn kind(event: &outbox::Row) -> Result<EventKind, StoreError> {
    EventKind::of_event_type(&event.event_type).ok_or_else(|| StoreError::Corrupt {
        what: format!("type of event {}", event.event_id),
    })
}
