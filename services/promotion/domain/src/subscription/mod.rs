//! A webhook subscription: where the events of a partner's matches are posted, and the secret that signs them.

mod address;
mod outcome;
mod target;

use std::fmt;
use std::time::Duration;

use chrono::{DateTime, Utc};
use strum::{Display, EnumString};
use uuid::Uuid;

pub use address::{Forbidden, Reach};
pub use outcome::Outcome;
pub use target::{BadTarget, Target};

/// Why a rule of subscriptions says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no subscription with this id.
    #[error("there is no subscription with the id {0}")]
    Unknown(Uuid),
    /// It is active already.
    #[error("the subscription is active, there is nothing to enable")]
    Active,
    /// Nothing is sent to it.
    #[error("the subscription is disabled; enable it first")]
    Disabled,
}

impl Refusal {
    /// The reason as a stable word.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "SUBSCRIPTION_UNKNOWN",
            Self::Active => "SUBSCRIPTION_ACTIVE",
            Self::Disabled => "SUBSCRIPTION_DISABLED",
        }
    }
}

/// What happened to a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display)]
#[strum(serialize_all = "snake_case")]
pub enum Change {
    /// It was made.
    Created,
    /// Nothing is delivered to it any more.
    Disabled,
    /// Events are delivered to it again.
    Enabled,
}

/// An event of a subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub change: Change,
    /// The subscription afterwards.
    pub fact: Fact,
}

/// A subscription as its events describe it: without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its id.
    pub id: Uuid,
    /// Id of the partner.
    pub partner_id: Uuid,
    /// Where events are posted.
    pub target: Target,
    /// Where it stands.
    pub state: SubscriptionState,
}

/// A signing secret as Standard Webhooks writes it, `whsec_…` (HMAC-SHA256). Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretText(String);

impl SecretText {
    /// Wraps the text of a secret.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The text, for signing, for storing and for the one answer that shows it to the partner.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(***)")
    }
}

/// Why nothing is delivered to a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Disabled {
    /// The receiver answered 410 Gone.
    Gone,
    /// A delivery used up its attempts and no attempt succeeded for too long.
    FailedTooLong,
}

/// Where a subscription stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubscriptionState {
    /// Events are delivered.
    Active {
        /// The first failure since the last success. It changes without an event.
        failing_since: Option<DateTime<Utc>>,
    },
    /// Nothing is delivered, and no new deliveries are made, until it is enabled.
    Disabled(Disabled),
}

/// The aggregate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// Its id.
    pub id: Uuid,
    /// Id of the partner.
    pub partner_id: Uuid,
    /// Where events are posted.
    pub target: Target,
    /// What signs them.
    pub secret: SecretText,
    /// Where it stands.
    pub state: SubscriptionState,
    /// What happened since it was loaded.
    pub events: Vec<Event>,
}

impl Subscription {
    /// Makes a subscription.
    pub fn create(id: Uuid, partner_id: Uuid, target: Target, secret: SecretText) -> Self {
        let mut subscription = Self {
            id,
            partner_id,
            target,
            secret,
            state: SubscriptionState::Active {
                failing_since: None,
            },
            events: Vec::new(),
        };
        subscription.emit(Change::Created);
        subscription
    }

    /// Whether events are delivered to it.
    pub fn is_active(&self) -> bool {
        matches!(self.state, SubscriptionState::Active { .. })
    }

    /// The first failure since the last success.
    pub fn failing_since(&self) -> Option<DateTime<Utc>> {
        match self.state {
            SubscriptionState::Active { failing_since } => failing_since,
            SubscriptionState::Disabled(_) => None,
        }
    }

    /// Takes the outcome of an attempt that began at `at`. `exhausted` says that its delivery used up its attempts; if
    /// no attempt has succeeded for `limit` then, nothing is delivered any more.
    pub fn record(
        &mut self,
        outcome: &Outcome,
        exhausted: bool,
        at: DateTime<Utc>,
        limit: Duration,
    ) {
        let SubscriptionState::Active { failing_since } = &mut self.state else {
            return;
        };
        if outcome.is_success() {
            *failing_since = None;
            return;
        }
        let since = *failing_since.get_or_insert(at);
        let too_long = (at - since).to_std().is_ok_and(|failing| failing >= limit);
        if outcome.is_gone() {
            self.disable(Disabled::Gone);
        } else if exhausted && too_long {
            self.disable(Disabled::FailedTooLong);
        }
    }

    fn disable(&mut self, reason: Disabled) {
        self.state = SubscriptionState::Disabled(reason);
        self.emit(Change::Disabled);
    }

    /// Makes it active again.
    ///
    /// # Errors
    /// [`Refusal::Active`] if it is.
    pub fn enable(&mut self) -> Result<(), Refusal> {
        if self.is_active() {
            return Err(Refusal::Active);
        }
        self.state = SubscriptionState::Active {
            failing_since: None,
        };
        self.emit(Change::Enabled);
        Ok(())
    }

    fn emit(&mut self, change: Change) {
        let fact = Fact {
            id: self.id,
            partner_id: self.partner_id,
            target: self.target.clone(),
            state: self.state,
        };
        self.events.push(Event { change, fact });
    }
}

#[cfg(test)]
mod tests;
