//! A webhook subscription: where a partner wants to be told of its matches, and the secrets that sign what is sent.

use std::{collections::BTreeSet, fmt, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    delivery::Outcome,
    event::{Event, MatchChange, SubscriptionChange},
    refusal::Refusal,
    target::Target,
};

/// A signing secret as Standard Webhooks writes it: `whsec_…` (HMAC-SHA256) or `whsk_…` (ed25519). Never printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
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

/// A secret and how long it signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SigningSecret {
    /// The secret.
    pub text: SecretText,
    /// From when on it signs no more; none for the newest.
    pub expires_at: Option<DateTime<Utc>>,
}

/// Why nothing is delivered to a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disabled {
    /// The receiver answered 410 Gone.
    Gone,
    /// A delivery used up its attempts and nothing was taken for too long.
    FailedTooLong,
    /// The partner, or an officer for it, switched it off.
    ByOwner,
}

/// Where a subscription stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubscriptionState {
    /// Events are delivered.
    Active,
    /// Nothing is delivered, and no new deliveries are made, until it is enabled.
    Disabled(Disabled),
}

/// A subscription as it stands after an event, without its secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubscriptionFact {
    /// Id of the subscription.
    pub id: Uuid,
    /// Id of the partner.
    pub partner_id: Uuid,
    /// Where events are posted.
    pub target: Target,
    /// Where it stands.
    pub state: SubscriptionState,
}

/// The aggregate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// Id given by promotion.
    pub id: Uuid,
    /// Id of the partner.
    pub partner_id: Uuid,
    /// Where events are posted.
    pub target: Target,
    /// The events it asks for; empty means all.
    pub changes: BTreeSet<MatchChange>,
    /// Its secrets, newest first.
    pub secrets: Vec<SigningSecret>,
    /// Where it stands.
    pub state: SubscriptionState,
    /// The first failure since the last success. Bookkeeping: it changes without an event.
    pub failing_since: Option<DateTime<Utc>>,
    /// How many events of the subscription are saved.
    pub version: u64,
    /// Events that were not saved yet.
    pub events: Vec<Event>,
}

impl Subscription {
    /// Subscribes a URL of a partner.
    pub fn create(
        id: Uuid,
        partner_id: Uuid,
        target: Target,
        changes: BTreeSet<MatchChange>,
        secret: SecretText,
    ) -> Self {
        let mut subscription = Self {
            id,
            partner_id,
            target,
            changes,
            secrets: vec![SigningSecret {
                text: secret,
                expires_at: None,
            }],
            state: SubscriptionState::Active,
            failing_since: None,
            version: 0,
            events: Vec::new(),
        };
        subscription.record(SubscriptionChange::Created);
        subscription
    }

    /// Whether a delivery is to be made for an event of this kind.
    pub fn asks_for(&self, change: MatchChange) -> bool {
        self.state == SubscriptionState::Active
            && (self.changes.is_empty() || self.changes.contains(&change))
    }

    /// The secrets that sign at this moment, newest first. While a secret is being replaced there are several, and each
    /// message carries a signature by each.
    pub fn signing(&self, now: DateTime<Utc>) -> impl Iterator<Item = &SecretText> {
        self.secrets
            .iter()
            .filter(move |secret| secret.expires_at.is_none_or(|end| now < end))
            .map(|secret| &secret.text)
    }

    /// Replaces the secret. The older ones go on signing for `overlap`, so that the receiver can change over in peace.
    pub fn rotate(&mut self, secret: SecretText, now: DateTime<Utc>, overlap: Duration) {
        let end = TimeDelta::from_std(overlap)
            .ok()
            .and_then(|overlap| now.checked_add_signed(overlap))
            .unwrap_or(now);
        self.secrets
            .retain(|old| old.expires_at.is_none_or(|old_end| now < old_end));
        for old in &mut self.secrets {
            old.expires_at = Some(old.expires_at.map_or(end, |old_end| old_end.min(end)));
        }
        self.secrets.insert(
            0,
            SigningSecret {
                text: secret,
                expires_at: None,
            },
        );
        self.record(SubscriptionChange::Updated);
    }

    /// Takes in what became of an attempt. `exhausted` says that it was the delivery's last; `patience` is for how long
    /// a receiver may fail before the subscription is disabled.
    pub fn note(
        &mut self,
        outcome: &Outcome,
        exhausted: bool,
        at: DateTime<Utc>,
        patience: Duration,
    ) {
        if outcome.is_success() {
            self.failing_since = None;
            return;
        }
        let since = *self.failing_since.get_or_insert(at);
        if outcome.is_gone() {
            self.disable(Disabled::Gone);
        } else if exhausted
            && (at - since)
                .to_std()
                .is_ok_and(|failing| failing >= patience)
        {
            self.disable(Disabled::FailedTooLong);
        }
    }

    /// Stops deliveries. A subscription that is disabled already stays so for its first reason.
    pub fn disable(&mut self, reason: Disabled) {
        if self.state == SubscriptionState::Active {
            self.state = SubscriptionState::Disabled(reason);
            self.record(SubscriptionChange::Disabled);
        }
    }

    /// Starts deliveries again.
    pub fn enable(&mut self) -> Result<(), Refusal> {
        if self.state == SubscriptionState::Active {
            return Err(Refusal::SubscriptionActive);
        }
        self.state = SubscriptionState::Active;
        self.failing_since = None;
        self.record(SubscriptionChange::Enabled);
        Ok(())
    }

    fn record(&mut self, change: SubscriptionChange) {
        let fact = SubscriptionFact {
            id: self.id,
            partner_id: self.partner_id,
            target: self.target.clone(),
            state: self.state,
        };
        self.events.push(Event::Subscription(change, fact));
    }
}

#[cfg(test)]
mod tests;
