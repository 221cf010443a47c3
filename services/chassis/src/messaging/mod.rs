//! Events between services: recorded with the change, sent at least once, applied exactly once and
//! in order.
//!
//! # The way of an event
//!
//! 1. A use case saves an aggregate. Its events go into the table `outbox` in the same transaction,
//!    each with the next version of the aggregate.
//! 2. The [`relay`] sends what has no `sent_at`, in the order of `position`, and writes down the
//!    stream sequence of each acknowledgement. It never asks for "the rows after the last one":
//!    a lower position can commit later.
//! 3. JetStream keeps the event for its consumers. It is transport, not the record: it may lose what
//!    it acknowledged. [`loss`] compares the outbox with the stream and has the relay send again what
//!    the stream no longer holds.
//! 4. A [`consumer`] takes events in batches and applies each in one transaction with its inbox row
//!    and the new head of its aggregate. An event it has seen is dropped, one that came too early is
//!    parked until the one before it is there. Only after the commit is it acknowledged.
//!    A [snapshot](replay) of an aggregate takes effect whatever came before it.
//! 5. What can never be applied goes to the [`dead_letters`] with the reason, and an operator may
//!    give it to the consumer again.
//!
//! A crash between any two steps repeats a step, and every step may be repeated: the relay's message
//! id lets the stream drop a second copy, and the inbox drops what the stream let through.
//!
//! Streams and consumers are made by [`set_up`], with a credential that the running service does not have.

pub mod consumer;
pub mod dead_letters;
pub mod envelope;
pub mod history;
pub mod loss;
pub mod outbox;
pub mod relay;
pub mod replay;
pub mod set_up;

use std::path::PathBuf;
use std::time::Duration;

use async_nats::{ConnectOptions, ServerAddr};
use rand::Rng as _;
use serde::Deserialize;

pub use envelope::Event;

use crate::config::{Check, Problems, Secret, optional};

/// How to reach NATS and how to deal with it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Servers, `nats://host:port`, separated by commas.
    pub url: String,
    /// User name; empty for none.
    pub user: String,
    /// Password of the user.
    pub password: Secret,
    /// Path of a credentials file (JWT and seed); empty for none.
    pub credentials: String,
    /// User that may make streams and consumers, for `migrate`; empty for the same as `user`.
    pub setup_user: String,
    /// Password of that user.
    pub setup_password: Secret,
    /// Path of that user's credentials file; empty for none.
    pub setup_credentials: String,
    /// PEM file with the authority of the servers; `None` for those of the machine.
    #[serde(deserialize_with = "optional")]
    pub ca: Option<PathBuf>,
    /// PEM file with a certificate of this client.
    #[serde(deserialize_with = "optional")]
    pub tls_certificate: Option<PathBuf>,
    /// PEM file with its private key.
    #[serde(deserialize_with = "optional")]
    pub tls_key: Option<PathBuf>,
    /// Copies that the broker keeps of this service's stream: 1, 3 or 5.
    pub replicas: usize,
    /// Days for which the stream keeps events.
    pub keep_days: u64,
    /// Most events that the relay sends, or a consumer applies, at once.
    pub batch: usize,
    /// Milliseconds between two polls for events that other replicas recorded.
    pub poll_ms: u64,
    /// Seconds between two comparisons of the outbox with the stream.
    pub compare_seconds: u64,
    /// Seconds to wait for an acknowledgement of the broker.
    pub ack_seconds: u64,
    /// Most events of one aggregate that a consumer keeps because the one before them is missing.
    pub max_parked_per_aggregate: u64,
    /// Most such events of all aggregates.
    pub max_parked: u64,
}

impl Settings {
    fn servers(&self) -> impl Iterator<Item = &str> {
        self.url.split(',').map(str::trim)
    }

    /// The same with the credential that may make streams and consumers, if there is one of its own.
    pub(crate) fn for_set_up(&self) -> Self {
        if self.setup_user.is_empty() && self.setup_credentials.is_empty() {
            return self.clone();
        }
        Self {
            user: self.setup_user.clone(),
            password: self.setup_password.clone(),
            credentials: self.setup_credentials.clone(),
            ..self.clone()
        }
    }
}

/// Whether the client can connect to an address.
fn is_server(address: &str) -> bool {
    let server = address.parse::<ServerAddr>();
    !address.is_empty() && server.is_ok_and(|server| !server.host().is_empty())
}

impl Check for Settings {
    fn check(&self, problems: &mut Problems) {
        // Not shown: an address may carry a password.
        if self.servers().any(|server| !is_server(server)) {
            let expected = "servers with commas between them, such as nats://localhost:4222";
            problems.add("url", expected);
        }
        if self.tls_certificate.is_some() != self.tls_key.is_some() {
            let expected = "tls_certificate and tls_key together, or neither";
            problems.add("tls_key", expected);
        }
        if ![1, 3, 5].contains(&self.replicas) {
            problems.add("replicas", "1, 3 or 5");
        }
        if !(1..=2_000).contains(&self.batch) {
            problems.add("batch", "1 to 2000");
        }
        for (key, value) in [
            ("keep_days", self.keep_days),
            ("poll_ms", self.poll_ms),
            ("compare_seconds", self.compare_seconds),
            ("ack_seconds", self.ack_seconds),
            ("max_parked_per_aggregate", self.max_parked_per_aggregate),
            ("max_parked", self.max_parked),
        ] {
            if value == 0 {
                problems.add(key, "at least 1");
            }
        }
    }
}

/// How a service connects.
///
/// # Errors
/// The credentials cannot be read.
pub async fn options(settings: &Settings, service: &str) -> anyhow::Result<ConnectOptions> {
    let mut options = ConnectOptions::new()
        .name(format!("ocop-{service}"))
        .custom_inbox_prefix(format!("_INBOX_{service}"))
        .ping_interval(Duration::from_secs(10))
        .connection_timeout(Duration::from_secs(5))
        .request_timeout(Some(Duration::from_secs(settings.ack_seconds)))
        .reconnect_delay_callback(|attempt| {
            back_off(attempt, Duration::from_millis(50), Duration::from_secs(5))
        });
    if !settings.user.is_empty() {
        options =
            options.user_and_password(settings.user.clone(), settings.password.reveal().to_owned());
    }
    if !settings.credentials.is_empty() {
        options = options.credentials_file(&settings.credentials).await?;
    }
    if let Some(ca) = &settings.ca {
        options = options.add_root_certificates(ca.clone()).require_tls(true);
    }
    if let (Some(certificate), Some(key)) = (&settings.tls_certificate, &settings.tls_key) {
        options = options.add_client_certificate(certificate.clone(), key.clone());
    }
    Ok(options)
}

/// A connection that is made, and made again, in the background: the service starts and serves while
/// NATS is away, and its events wait in the outbox.
///
/// # Errors
/// The servers' names or the credentials cannot be read.
pub async fn connect(settings: &Settings, service: &str) -> anyhow::Result<async_nats::Client> {
    let options = options(settings, service).await?.retry_on_initial_connect();
    let servers: Vec<&str> = settings.servers().collect();
    Ok(options.connect(servers).await?)
}

/// Exponential back-off with full jitter, so that replicas do not come back all at once.
pub(crate) fn back_off(attempt: usize, first: Duration, most: Duration) -> Duration {
    let ceiling = first.saturating_mul(1 << attempt.min(16)).min(most);
    #[expect(
        clippy::disallowed_methods,
        reason = "jitter needs randomness and nothing depends on its value"
    )]
    let share = rand::rng().random_range(0.5..=1.0);
    ceiling.mul_f64(share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_a_server_is_one_or_is_refused() {
        for good in [
            "nats://localhost:4222",
            "tls://nats-0.nats:4222",
            "localhost",
        ] {
            assert!(is_server(good), "{good}");
        }
        for wrong in ["", "http://localhost", "nats://localhost:99999", "nats://"] {
            assert!(!is_server(wrong), "{wrong}");
        }
    }
}
