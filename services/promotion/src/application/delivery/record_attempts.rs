//! Records what became of attempts to deliver, and decides what follows.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use chrono::{DateTime, Utc};
use ocop_chassis::database::{Saved, UseCase};
use uuid::Uuid;

use crate::application::Error;
use crate::domain::delivery::{Delivery, DeliveryState, Refusal, Schedule};
use crate::domain::subscription::{Outcome, Subscription};
use crate::domain::{Event, subscription};
use crate::storage::{self, Tx};

/// An attempt that was made.
#[derive(Debug, Clone)]
pub struct Made {
    /// Id of the delivery.
    pub delivery_id: Uuid,
    /// Id of its subscription.
    pub subscription_id: Uuid,
    /// When it began.
    pub at: DateTime<Utc>,
    /// What became of it.
    pub outcome: Outcome,
    /// How long it took.
    pub took: Duration,
    /// A random number from -1 to 1, by which the next wait varies.
    pub random: f64,
}

/// Attempts that ended meanwhile, with few statements for all of them.
#[derive(Debug)]
pub struct RecordAttempts {
    /// The attempts, each of another delivery.
    pub made: Vec<Made>,
    /// When the next are due.
    pub schedule: Schedule,
    /// For how long a receiver may fail before its subscription is disabled.
    pub failure_limit: Duration,
}

impl UseCase<Event> for RecordAttempts {
    type Answer = ();
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<(), Error> {
        let mut ids: Vec<Uuid> = self.made.iter().map(|made| made.subscription_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let found = storage::subscription::subscriptions_to_change(tx, &ids).await?;
        let mut subscriptions: BTreeMap<Uuid, Saved<Subscription>> =
            found.into_iter().map(|one| (one.id, one)).collect();
        let ids: Vec<Uuid> = self.made.iter().map(|made| made.delivery_id).collect();
        let found = storage::delivery::deliveries_to_change(tx, &ids).await?;
        let mut deliveries: HashMap<Uuid, Delivery> =
            found.into_iter().map(|one| (one.id, one)).collect();
        let before: Vec<_> = subscriptions
            .values()
            .map(|subscription| (subscription.health(), subscription.rests_until))
            .collect();
        for made in &self.made {
            let (id, of) = (made.delivery_id, made.subscription_id);
            let delivery = deliveries.get_mut(&id).ok_or(Refusal::Unknown(id))?;
            let subscription = subscriptions.get_mut(&of);
            let subscription = subscription.ok_or(subscription::Refusal::Unknown(of))?;
            let outcome = made.outcome.clone();
            delivery.record(outcome, made.at, made.took, &self.schedule, made.random);
            let exhausted = delivery.state == DeliveryState::Exhausted;
            subscription.record(&made.outcome, exhausted, made.at, self.failure_limit);
        }
        let deliveries: Vec<&Delivery> = deliveries.values().collect();
        storage::delivery::update_and_release_all(tx, &deliveries).await?;
        let mut quietly = Vec::new();
        for (subscription, known) in subscriptions.values_mut().zip(before) {
            if !subscription.events.is_empty() {
                storage::subscription::notices::queue(tx, subscription).await?;
                tx.save(subscription).await?;
            } else if (subscription.health(), subscription.rests_until) != known {
                quietly.push(&**subscription);
            }
            if subscription.gives_up() {
                storage::delivery::drop_pending(tx, subscription.id).await?;
            }
        }
        storage::subscription::update_health(tx, &quietly).await?;
        Ok(())
    }
}
