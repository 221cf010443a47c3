//! Records what became of an attempt to deliver, and decides what follows.

use std::time::Duration;

use chrono::{DateTime, Utc};
use ocop_chassis::database::UseCase;
use uuid::Uuid;

use crate::application::Error;
use crate::domain::delivery::{DeliveryState, Refusal, Schedule};
use crate::domain::subscription::Outcome;
use crate::domain::{Event, subscription};
use crate::storage::{self, Tx};

/// An attempt that was made.
#[derive(Debug)]
pub struct RecordAttempt {
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
    /// When the next is due.
    pub schedule: Schedule,
    /// A random number from -1 to 1, by which the next wait varies.
    pub random: f64,
    /// For how long a receiver may fail before its subscription is disabled.
    pub failure_limit: Duration,
}

impl UseCase<Event> for RecordAttempt {
    type Answer = ();
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<(), Error> {
        let mut subscription = storage::subscription::subscription(tx, self.subscription_id)
            .await?
            .ok_or(subscription::Refusal::Unknown(self.subscription_id))?;
        let mut delivery = storage::delivery::delivery_to_change(tx, self.delivery_id)
            .await?
            .ok_or(Refusal::Unknown(self.delivery_id))?
            .delivery;
        let outcome = self.outcome.clone();
        delivery.record(outcome, self.at, self.took, &self.schedule, self.random);
        storage::delivery::update_and_release(tx, &delivery).await?;

        let exhausted = delivery.state == DeliveryState::Exhausted;
        let failing = subscription.failing_since();
        subscription.record(&self.outcome, exhausted, self.at, self.failure_limit);
        if !subscription.events.is_empty() {
            storage::subscription::notices::queue(tx, &subscription).await?;
            tx.save(&mut subscription).await?;
        } else if subscription.failing_since() != failing {
            storage::subscription::update_failing_since(tx, &subscription).await?;
        }
        if subscription.gives_up() {
            storage::delivery::drop_pending(tx, self.subscription_id).await?;
        }
        Ok(())
    }
}
