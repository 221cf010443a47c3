//! How webhooks are sent.

use std::time::Duration;

use chrono::TimeDelta;
use ocop_chassis::config::{Check, Problems};
use serde::Deserialize;

use crate::domain::delivery::Schedule;
use crate::domain::subscription::{Quota, Reach};

/// How webhooks are sent.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Webhooks {
    /// Seconds to wait before each attempt but the first, which is made at once.
    pub retry_seconds: Vec<u64>,
    /// The part of a wait, 0 to 1, by which it may be shorter or longer.
    pub jitter: f64,
    /// Seconds an attempt may take in all.
    pub timeout_seconds: u64,
    /// Seconds by which a claim outlasts the longest attempt: time to record it.
    pub record_timeout_seconds: u64,
    /// Days a receiver may fail before its subscription is disabled.
    pub failure_limit_days: u64,
    /// Most attempts in flight at once.
    pub max_in_flight: usize,
    /// Most attempts in flight at once to one subscription.
    pub max_in_flight_per_subscription: usize,
    /// Milliseconds between two polls for deliveries that are due.
    pub poll_ms: u64,
    /// Days for which settled deliveries are kept.
    pub keep_days: u32,
    /// Most subscriptions of a partner at once; those that were deleted do not count.
    pub max_subscriptions: u64,
    /// Whether events wait until the receiver at a URL has given back a challenge.
    pub require_verification: bool,
    /// Whether a receiver may be on this machine. For development.
    pub allow_loopback: bool,
    /// Whether a receiver may be called by plain http. For development.
    pub allow_http: bool,
}

impl Webhooks {
    /// The waits before attempts are repeated.
    pub fn schedule(&self) -> Schedule {
        let waits = self.retry_seconds.iter();
        Schedule {
            waits: waits.map(|wait| Duration::from_secs(*wait)).collect(),
            jitter: self.jitter,
        }
    }

    /// What may be called.
    pub fn reach(&self) -> Reach {
        Reach {
            loopback: self.allow_loopback,
            http: self.allow_http,
        }
    }

    /// How many subscriptions a partner may have.
    pub fn quota(&self) -> Quota {
        Quota(self.max_subscriptions)
    }

    /// How long an attempt may take.
    pub fn timeout(&self) -> Duration {
        Duration::from_secs(self.timeout_seconds)
    }

    /// How long a sender keeps a delivery to itself.
    pub fn claim(&self) -> Duration {
        Duration::from_secs(self.timeout_seconds + self.record_timeout_seconds)
    }

    /// How long a receiver may fail.
    pub fn failure_limit(&self) -> Duration {
        Duration::from_hours(self.failure_limit_days * 24)
    }

    /// The age at which settled deliveries are deleted.
    pub fn keep(&self) -> TimeDelta {
        TimeDelta::days(self.keep_days.into())
    }
}

impl Check for Webhooks {
    fn check(&self, problems: &mut Problems) {
        let waits = &self.retry_seconds;
        if waits.is_empty() || waits.len() > 100 || waits.iter().any(|wait| *wait > 30 * 86_400) {
            problems.add(
                "retry_seconds",
                "1 to 100 waits, none longer than 30 days (2592000)",
            );
        }
        if !(0.0..=1.0).contains(&self.jitter) {
            problems.add("jitter", "a number from 0 to 1");
        }
        problems.range("timeout_seconds", self.timeout_seconds, 1, 120);
        problems.range(
            "record_timeout_seconds",
            self.record_timeout_seconds,
            1,
            600,
        );
        problems.range("failure_limit_days", self.failure_limit_days, 1, 365);
        problems.range("max_in_flight", self.max_in_flight as u64, 1, 1_000);
        problems.range(
            "max_in_flight_per_subscription",
            self.max_in_flight_per_subscription as u64,
            1,
            self.max_in_flight.max(1) as u64,
        );
        problems.range("poll_ms", self.poll_ms, 10, 60_000);
        problems.range("max_subscriptions", self.max_subscriptions, 1, 1_000);
        problems.range("keep_days", self.keep_days.into(), 1, 3_650);
    }
}
