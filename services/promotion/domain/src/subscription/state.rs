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

/// Where a subscription stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubscriptionState {
    /// Events are delivered.
    Active {
        /// The first failure since the last success. It changes without an event.
        failing_since: Option<DateTime<Utc>>,
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
