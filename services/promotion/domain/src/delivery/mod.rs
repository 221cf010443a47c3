//! A delivery: one event of a match, or of an order for gift sets, on its way to one subscription, with every attempt made.
//!
//! The deliveries of one match, or of one order, to one subscription form a lane. Within a lane an event is not sent while an earlier one
//! is still on its way, so a receiver never gets "revoked" before "upgraded". Lanes do not wait for each other. An
//! earlier delivery that used up its attempts lets the later ones pass.

mod schedule;

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use schedule::Schedule;

use crate::subscription::{self, EventKind, Outcome, Subscription};

/// Why a rule of deliveries says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no delivery with this id.
    #[error("there is no delivery with the id {0}")]
    Unknown(Uuid),
}

impl Refusal {
    /// The reason as a stable word.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "DELIVERY_UNKNOWN",
        }
    }
}

/// Most attempts that are kept of a delivery besides the first that was accepted. Somebody may ask for ever that it is sent
/// again, and all that is kept is written with every attempt.
pub const MAX_ATTEMPTS_KEPT: usize = 50;

/// One attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Number, from 1, over all rounds.
    pub number: u32,
    /// When it began.
    pub at: DateTime<Utc>,
    /// What became of it.
    pub outcome: Outcome,
    /// How long it took, in milliseconds.
    pub took_ms: u32,
}

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryState {
    /// Waiting for its next attempt.
    Pending {
        /// When it is tried, at the earliest.
        next_attempt_at: DateTime<Utc>,
    },
    /// The receiver accepted it.
    Delivered,
    /// Every attempt of the schedule failed.
    Exhausted,
    /// The subscription was disabled or deleted before the receiver accepted it.
    Dropped,
}

/// One event on its way to one subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Id given by promotion; the `webhook-id` of every attempt, by which the receiver knows a repetition.
    pub id: Uuid,
    /// The subscription it goes to.
    pub subscription_id: Uuid,
    /// The match or the order that the event is about; with the subscription, the lane.
    pub aggregate_id: Uuid,
    /// Version of that after the event: the place in the lane.
    pub aggregate_version: u64,
    /// What happened.
    pub kind: EventKind,
    /// Where it stands.
    pub state: DeliveryState,
    /// The attempts made, oldest first: the last [`MAX_ATTEMPTS_KEPT`], and the first that the receiver accepted.
    pub attempts: Vec<Attempt>,
    /// How many attempts were made in earlier rounds, before a person asked to send it again.
    pub earlier_attempts: usize,
}

impl Delivery {
    /// A new delivery of an event to a subscription, due at once.
    pub fn new(
        id: Uuid,
        subscription_id: Uuid,
        (aggregate_id, aggregate_version): (Uuid, u64),
        kind: EventKind,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            subscription_id,
            aggregate_id,
            aggregate_version,
            kind,
            state: DeliveryState::Pending {
                next_attempt_at: now,
            },
            attempts: Vec::new(),
            earlier_attempts: 0,
        }
    }

    /// How many attempts were made in all, those among them that are kept no longer.
    pub fn attempts_made(&self) -> usize {
        let last = self.attempts.last().map_or(0, |attempt| attempt.number);
        usize::try_from(last).unwrap_or(usize::MAX)
    }

    /// Whether the receiver ever accepted it.
    pub fn was_accepted(&self) -> bool {
        self.attempts
            .iter()
            .any(|attempt| attempt.outcome.is_success())
    }

    /// Whether later deliveries of the lane wait for this one.
    pub fn holds_up(&self) -> bool {
        matches!(self.state, DeliveryState::Pending { .. }) && !self.was_accepted()
    }

    /// Whether it may be sent now, given whether an earlier delivery of its lane [holds it up](Self::holds_up).
    pub fn is_due(&self, held_up: bool, now: DateTime<Utc>) -> bool {
        match self.state {
            DeliveryState::Pending { next_attempt_at } => !held_up && next_attempt_at <= now,
            _ => false,
        }
    }

    /// Records an attempt that began `at` and took `took`, and decides what follows.
    ///
    /// `random` is a number from -1 to 1, see [`Schedule::after`]. An outcome that comes in after the delivery was
    /// settled (its sender's claim had run out) is recorded and changes the state only if the receiver accepted the event.
    pub fn record(
        &mut self,
        outcome: Outcome,
        at: DateTime<Utc>,
        took: Duration,
        schedule: &Schedule,
        random: f64,
    ) {
        let number = self.attempts_made().saturating_add(1);
        let made = number.saturating_sub(self.earlier_attempts);
        let pending = matches!(self.state, DeliveryState::Pending { .. });
        if outcome.is_success() {
            self.state = DeliveryState::Delivered;
        } else if pending && outcome.is_gone() {
            self.state = DeliveryState::Dropped;
        } else if pending {
            self.state = match schedule.after(made, at + took, random, outcome.retry_after()) {
                Some(next_attempt_at) => DeliveryState::Pending { next_attempt_at },
                None => DeliveryState::Exhausted,
            };
        }
        self.attempts.push(Attempt {
            number: u32::try_from(number).unwrap_or(u32::MAX),
            at,
            outcome,
            took_ms: u32::try_from(took.as_millis()).unwrap_or(u32::MAX),
        });
        self.forget_old_attempts();
    }

    /// Leaves the last attempts and the first that was accepted, from which it is known that the receiver has the event.
    fn forget_old_attempts(&mut self) {
        let old = self.attempts.len().saturating_sub(MAX_ATTEMPTS_KEPT);
        let succeeded = |attempt: &Attempt| attempt.outcome.is_success();
        let accepted = self.attempts.iter().position(succeeded);
        let mut index = 0;
        self.attempts.retain(|_| {
            index += 1;
            index > old || Some(index - 1) == accepted
        });
    }

    /// Sends it again because somebody asked: at once, with the whole schedule ahead, under the same id, whatever became
    /// of it. It still waits for earlier deliveries of its lane.
    ///
    /// # Errors
    /// The subscription is not active.
    pub fn resend(
        &mut self,
        subscription: &Subscription,
        now: DateTime<Utc>,
    ) -> Result<(), subscription::Refusal> {
        subscription.require_active()?;
        self.earlier_attempts = self.attempts_made();
        self.state = DeliveryState::Pending {
            next_attempt_at: now,
        };
        Ok(())
    }
}

/// The deliveries of some lanes that may be sent now, in the order of their lanes: of every lane at most the first that
/// holds the others up, and those that are sent again although the receiver accepted them before.
pub fn due(deliveries: &[Delivery], now: DateTime<Utc>) -> Vec<&Delivery> {
    let held_up = |delivery: &Delivery| {
        deliveries.iter().any(|earlier| {
            (earlier.subscription_id, earlier.aggregate_id)
                == (delivery.subscription_id, delivery.aggregate_id)
                && earlier.aggregate_version < delivery.aggregate_version
                && earlier.holds_up()
        })
    };
    let mut due: Vec<_> = deliveries
        .iter()
        .filter(|delivery| delivery.is_due(held_up(delivery), now))
        .collect();
    due.sort_by_key(|delivery| {
        (
            delivery.subscription_id,
            delivery.aggregate_id,
            delivery.aggregate_version,
        )
    });
    due
}

#[cfg(test)]
mod tests;
