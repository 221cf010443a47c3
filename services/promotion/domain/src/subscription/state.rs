//! Where a subscription stands.

use chrono::{DateTime, Utc};
use strum::{Display, EnumString};

/// Why nothing is delivered to a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Disabled {
    /// The receiver answered 410 Gone.
    Gone,
    /// A delivery used up its attempts and no attempt succeeded for too long.
    FailedTooLong,
    /// The partner, or who acts for it, disabled it.
    OnRequest,
}

/// What is known of the receiver of a subscription. It changes without an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// Nothing: no attempt was made to its URL.
    Untried,
    /// It accepted the last attempt.
    Accepting,
    /// It accepted no attempt for a while.
    Failing {
        /// The first failure since the last success.
        since: DateTime<Utc>,
    },
}

/// Where a subscription stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubscriptionState {
    /// Events are delivered.
    Active {
        /// How its receiver does.
        health: Health,
    },
    /// Nothing is delivered and no new deliveries are made until it is resumed. Those that were waiting wait on.
    Paused {
        /// Since when.
        since: DateTime<Utc>,
    },
    /// Nothing is delivered, and no new deliveries are made, until it is enabled. Those that were waiting are given up.
    Disabled {
        /// Why.
        reason: Disabled,
        /// Since when.
        since: DateTime<Utc>,
    },
    /// It ended for good.
    Deleted {
        /// Since when.
        since: DateTime<Utc>,
    },
}
