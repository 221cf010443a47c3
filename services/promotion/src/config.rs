//! The settings of the promotion service.

use std::time::Duration;

use chrono::TimeDelta;
use ocop_chassis::config::{Check, Problems};
use ocop_chassis::host::Settings;
use ocop_chassis::{admin, database, grpc, identity, lifecycle, messaging, telemetry};
use serde::Deserialize;

use crate::domain::address::Reach;
use crate::domain::schedule::Schedule;

/// When the dates of listings are looked at.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listings {
    /// Seconds between two looks.
    pub look_seconds: u64,
}

impl Check for Listings {
    fn check(&self, problems: &mut Problems) {
        problems.range("look_seconds", self.look_seconds, 1, 86_400);
    }
}

/// How webhooks are sent.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Webhooks {
    /// Seconds to wait before each attempt, the first included. As many attempts as numbers.
    pub schedule_seconds: Vec<u64>,
    /// The part of a wait, 0 to 1, by which it may be shorter or longer.
    pub jitter: f64,
    /// Seconds an attempt may take in all.
    pub timeout_seconds: u64,
    /// Seconds by which a claim outlasts the longest attempt: time to record it.
    pub record_seconds: u64,
    /// Days a receiver may fail before its subscription is disabled.
    pub patience_days: u64,
    /// Most attempts under way at once.
    pub most_at_once: usize,
    /// Most attempts under way at once to one subscription.
    pub most_at_once_to_one: usize,
    /// Milliseconds between two looks for deliveries that are due.
    pub poll_ms: u64,
    /// Days for which settled deliveries are kept.
    pub keep_days: u32,
    /// Whether a receiver may be on this machine. For development.
    pub allow_loopback: bool,
    /// Whether a receiver may be called by plain http. For development.
    pub allow_http: bool,
}

impl Webhooks {
    /// The waits before the attempts.
    pub fn schedule(&self) -> Schedule {
        let waits = self.schedule_seconds.iter();
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

    /// How long an attempt may take.
    pub fn timeout(&self) -> Duration {
        Duration::from_secs(self.timeout_seconds)
    }

    /// How long a sender keeps a delivery to itself.
    pub fn claim(&self) -> Duration {
        Duration::from_secs(self.timeout_seconds + self.record_seconds)
    }

    /// How long a receiver may fail.
    pub fn patience(&self) -> Duration {
        Duration::from_hours(self.patience_days * 24)
    }

    /// The age at which settled deliveries are forgotten.
    pub fn keep(&self) -> TimeDelta {
        TimeDelta::days(self.keep_days.into())
    }
}

impl Check for Webhooks {
    fn check(&self, problems: &mut Problems) {
        let waits = &self.schedule_seconds;
        if waits.is_empty() || waits.len() > 100 || waits.iter().any(|wait| *wait > 30 * 86_400) {
            problems.add(
                "schedule_seconds",
                "1 to 100 waits, none longer than 30 days (2592000)",
            );
        }
        if !(0.0..=1.0).contains(&self.jitter) {
            problems.add("jitter", "a number from 0 to 1");
        }
        problems.range("timeout_seconds", self.timeout_seconds, 1, 120);
        problems.range("record_seconds", self.record_seconds, 1, 600);
        problems.range("patience_days", self.patience_days, 1, 365);
        problems.range("most_at_once", self.most_at_once as u64, 1, 1_000);
        problems.range(
            "most_at_once_to_one",
            self.most_at_once_to_one as u64,
            1,
            self.most_at_once.max(1) as u64,
        );
        problems.range("poll_ms", self.poll_ms, 10, 60_000);
        problems.range("keep_days", self.keep_days.into(), 1, 3_650);
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    grpc: grpc::Settings,
    admin: admin::Settings,
    telemetry: telemetry::Settings,
    database: database::Settings,
    nats: messaging::Settings,
    identity: identity::Settings,
    lifecycle: lifecycle::Settings,
    listings: Listings,
    webhooks: Webhooks,
}

/// All settings.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "Written")]
pub struct Config {
    /// Those that every service has.
    pub host: Settings,
    /// When the dates of listings are looked at.
    pub listings: Listings,
    /// How webhooks are sent.
    pub webhooks: Webhooks,
}

impl From<Written> for Config {
    fn from(written: Written) -> Self {
        Self {
            host: Settings {
                grpc: written.grpc,
                admin: written.admin,
                telemetry: written.telemetry,
                database: written.database,
                nats: written.nats,
                identity: written.identity,
                lifecycle: written.lifecycle,
            },
            listings: written.listings,
            webhooks: written.webhooks,
        }
    }
}

impl Check for Config {
    fn check(&self, problems: &mut Problems) {
        self.host.check(problems);
        problems.section("listings", &self.listings);
        problems.section("webhooks", &self.webhooks);
    }
}

#[cfg(test)]
mod tests {
    use crate::Promotion;

    #[test]
    fn every_wrong_setting_of_webhooks_is_reported_at_once() {
        let wrong = [
            ("webhooks.schedule_seconds", "0,9999999"),
            ("webhooks.jitter", "2"),
            ("webhooks.timeout_seconds", "0"),
            ("webhooks.record_seconds", "0"),
            ("webhooks.most_at_once_to_one", "65"),
            ("listings.look_seconds", "0"),
        ];
        let given = wrong.map(|(key, value)| (key.to_owned(), value.to_owned()));
        let problems = ocop_chassis::program::settings::<Promotion>(None, &given).unwrap_err();
        let mut keys: Vec<&str> = problems.iter().map(|one| one.key.as_str()).collect();
        keys.sort_unstable();
        let mut expected = wrong.map(|(key, _)| key);
        expected.sort_unstable();
        assert_eq!(keys, expected);
    }

    #[test]
    fn a_schedule_in_the_environment_is_written_with_commas() {
        let given = [("webhooks.schedule_seconds".to_owned(), "0, 1,60".to_owned())];
        let config = ocop_chassis::program::settings::<Promotion>(None, &given).unwrap();
        let waits = config.webhooks.schedule().waits;
        assert_eq!(
            waits.iter().map(|wait| wait.as_secs()).collect::<Vec<_>>(),
            [0, 1, 60]
        );
    }
}
