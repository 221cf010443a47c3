//! What happened to a subscription.

use chrono::{DateTime, Utc};
use strum::Display;
use uuid::Uuid;

use super::{SubscriptionState, Target};

/// What happened to a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display)]
#[strum(serialize_all = "snake_case")]
pub enum Change {
    /// It was made.
    Created,
    /// It is posted elsewhere, or called something else.
    Updated,
    /// It has another secret.
    SecretRotated,
    /// The receiver has failed for a day.
    Failing,
    /// Nothing is delivered until it is resumed.
    Paused,
    /// Events are delivered again after a pause.
    Resumed,
    /// Nothing is delivered to it any more.
    Disabled,
    /// Events are delivered to it again.
    Enabled,
    /// It ended.
    Deleted,
}

/// An event of a subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub change: Change,
    /// The subscription afterwards.
    pub fact: Fact,
}

/// A subscription as its events describe it: without its secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its id.
    pub id: Uuid,
    /// Id of the partner.
    pub partner_id: Uuid,
    /// Where events are posted.
    pub target: Target,
    /// What the partner calls it.
    pub description: String,
    /// Where it stands.
    pub state: SubscriptionState,
    /// The first failure since the last success.
    pub failing_since: Option<DateTime<Utc>>,
}
