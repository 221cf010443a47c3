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
const MOST: usize = 5_000;

/// What is delivered now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// How many events.
    pub events: u32,
    /// Whether there are more.
    pub more: bool,
}

impl Recovered {
    /// Of this many that were found, one more than is delivered at once if there are more.
    pub(super) fn of(found: usize) -> Self {
        Self {
            events: u32::try_from(found.min(MOST)).unwrap_or(u32::MAX),
            more: found > MOST,
        }
    }
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

    const MANY_ROWS: bool = true;

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
    let given_up = resend_given_up(tx, subscription, since).await?;
    // One more, from which it is known that there are more.
    let room = (MOST + 1).saturating_sub(given_up);
    let missed = storage::delivery::missed(tx, subscription, since, room as u64).await?;
    let found = given_up + missed.len();
    let missed: Vec<_> = missed
        .iter()
        .take(MOST.saturating_sub(given_up))
        .map(|event| queued(tx, subscription.id, kind(event)?, event))
        .collect::<Result<_, StoreError>>()?;
    storage::delivery::insert(tx, missed).await?;
    Ok(Recovered::of(found))
}

/// Sends again what an active subscription did not take of events since a time. Answers how many there were, at most one more
/// than are sent at once.
///
/// # Errors
/// The database failed.
pub(super) async fn resend_given_up(
    tx: &Tx,
    subscription: &Subscription,
    since: DateTime<Utc>,
) -> Result<usize, Error> {
    let most = MOST as u64 + 1;
    let mut given_up = storage::delivery::given_up(tx, subscription.id, since, most).await?;
    let found = given_up.len();
    given_up.truncate(MOST);
    for view in &mut given_up {
        view.delivery.resend(subscription, tx.now())?;
    }
    let changed: Vec<_> = given_up.iter().map(|view| &view.delivery).collect();
    storage::delivery::update_all(tx, &changed).await?;
    storage::subscription::end_rest(tx, subscription.id).await?;
    Ok(found)
}

/// What happened, by the type of the event.
fn kind(event: &outbox::Row) -> Result<EventKind, StoreError> {
    EventKind::of_event_type(&event.event_type).ok_or_else(|| StoreError::Corrupt {
        what: format!("type of event {}", event.event_id),
    })
}
