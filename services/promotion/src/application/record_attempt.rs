//! Records what became of an attempt to deliver, and decides what follows.

use std::time::Duration;

use chrono::{DateTime, Utc};
use ocop_chassis::database::UseCase;
use uuid::Uuid;

use super::Error;
use crate::domain::delivery::{DeliveryState, Outcome};
use crate::domain::event::Event;
use crate::domain::refusal::Refusal;
use crate::domain::schedule::Schedule;
use crate::domain::subscription::SubscriptionState;
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
    /// A random number from -1 to 1.
    pub shake: f64,
    /// For how long a receiver may fail before its subscription is disabled.
    pub patience: Duration,
}

impl UseCase<Event> for RecordAttempt {
    type Answer = ();
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<(), Error> {
        let mut subscription = storage::subscription(tx, self.subscription_id)
            .await?
            .ok_or(Refusal::SubscriptionUnknown(self.subscription_id))?;
        let mut delivery = storage::delivery_to_change(tx, self.delivery_id)
            .await?
            .ok_or(Refusal::DeliveryUnknown(self.delivery_id))?
            .delivery;
        let outcome = self.outcome.clone();
        delivery.record(outcome, self.at, self.took, &self.schedule, self.shake);
        storage::keep_delivery(tx, &delivery, true).await?;

        let exhausted = delivery.state == DeliveryState::Exhausted;
        let failing = subscription.failing_since;
        subscription.note(&self.outcome, exhausted, self.at, self.patience);
        if subscription.failing_since != failing {
            storage::keep_bookkeeping(tx, &subscription).await?;
        }
        tx.save(&mut subscription).await?;
        if subscription.state != SubscriptionState::Active {
            storage::drop_pending(tx, self.subscription_id).await?;
        }
        Ok(())
    }
}
