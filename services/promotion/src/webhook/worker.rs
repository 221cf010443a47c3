//! Sends what is due, many at once, and records what became of it.
//!
//! A delivery is claimed before it is sent, for longer than an attempt can take, and no transaction is open meanwhile. The
//! claims of a worker that is killed run out; then another worker sends again under the same id, by which a receiver
//! knows the repetition.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use metrics::{counter, histogram};
use ocop_chassis::database::StoreError;
use ocop_chassis::ids::new_id;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use super::recorder::Recorder;
use super::sender::{Exchange, Message, Sender};
use super::signature;
use crate::application::delivery::Made;
use crate::config::Webhooks;
use crate::domain::subscription::Outcome;
use crate::storage::Store;
use crate::storage::delivery::{Claimed, Room, claim_due};
use crate::storage::subscription::SecretSealer;

/// Most deliveries that are claimed with one statement for receivers that fail or were never tried. Many that hang are given up at once;
/// their next events must not keep those of the others waiting.
const DOUBTFUL_AT_ONCE: usize = 16;

/// The worker; cheap to clone.
#[derive(Clone, Debug)]
pub struct Worker {
    store: Store,
    sender: Sender,
    wake: Arc<Notify>,
    settings: Webhooks,
    sealer: SecretSealer,
}

impl Worker {
    /// A worker that polls for work when `wake` is notified, and from time to time.
    pub fn new(store: Store, sender: Sender, wake: Arc<Notify>, settings: Webhooks) -> Self {
        Self {
            sealer: SecretSealer::new(store.keyring()),
            store,
            sender,
            wake,
            settings,
        }
    }

    /// Works until `stop`, then waits for the attempts under way.
    pub async fn run(self, stop: CancellationToken) {
        // Shown before the first of it, so that one is seen as more than none.
        for outcome in ["accepted", "failed"] {
            counter!("webhook_attempts_total", "outcome" => outcome).increment(0);
        }
        let settings = &self.settings;
        let (schedule, limit) = (settings.schedule(), settings.failure_limit());
        let recorder = Recorder::start(self.store.clone(), schedule, limit);
        let mut in_flight = JoinSet::new();
        let mut failing = false;
        loop {
            let mut more_wait = false;
            if !stop.is_cancelled() {
                match self.claim(in_flight.len()).await {
                    Ok(claimed) => {
                        let doubtful = claimed.iter().filter(|one| one.is_not_known_to_accept());
                        more_wait = doubtful.count() >= DOUBTFUL_AT_ONCE;
                        if std::mem::take(&mut failing) {
                            info!("webhooks are sent again");
                        }
                        for one in claimed {
                            in_flight.spawn(self.clone().deliver(one, recorder.clone()));
                        }
                    }
                    Err(error) if !failing => {
                        failing = true;
                        warn!(
                            error = format!("{error:?}"),
                            "webhooks are not sent: the database cannot be asked what is due"
                        );
                    }
                    Err(_) => {}
                }
            } else if in_flight.is_empty() {
                return;
            }
            tokio::select! {
                Some(ended) = in_flight.join_next() => {
                    // All that ended meanwhile make room for one claim.
                    let more = std::iter::from_fn(|| in_flight.try_join_next());
                    for panicked in std::iter::once(ended).chain(more).filter_map(Result::err) {
                        error!(%panicked, "an attempt to send a webhook failed inside; it is made again when its claim runs out");
                    }
                }
                () = std::future::ready(()), if more_wait => {}
                () = self.wake.notified() => {}
                () = tokio::time::sleep(Duration::from_millis(self.settings.poll_ms)) => {}
                () = stop.cancelled(), if !stop.is_cancelled() => {}
            }
        }
    }

    async fn claim(&self, in_flight: usize) -> Result<Vec<Claimed>, StoreError> {
        let room = self.settings.max_in_flight.saturating_sub(in_flight);
        if room == 0 {
            return Ok(Vec::new());
        }
        let until = self.store.clock().now() + self.settings.claim();
        let room = Room {
            most: room,
            share: self.settings.max_in_flight_per_subscription,
            further: self.settings.max_in_flight.div_ceil(2),
            failing: self.settings.max_in_flight.div_ceil(2),
            doubtful: (self.settings.max_in_flight * 3).div_ceil(4),
            doubtful_now: DOUBTFUL_AT_ONCE,
            unverified: !self.settings.require_verification,
        };
        claim_due(&self.store, until, room).await
    }

    /// Makes one attempt and records it.
    async fn deliver(self, claimed: Claimed, recorder: Recorder) {
        let at = self.store.clock().now();
        let exchange = self.attempt(&claimed, at).await;
        let succeeded = exchange.outcome.is_success();
        let outcome = if succeeded { "accepted" } else { "failed" };
        counter!("webhook_attempts_total", "outcome" => outcome).increment(1);
        if succeeded {
            let took = self.store.clock().now() - claimed.recorded_at;
            histogram!("webhook_delivery_seconds").record(took.as_seconds_f64().max(0.0));
        }
        recorder
            .record(Made {
                delivery_id: claimed.delivery.id,
                subscription_id: claimed.subscription.id,
                at,
                outcome: exchange.outcome,
                took: exchange.took,
                random: random(at),
            })
            .await;
    }

    async fn attempt(&self, claimed: &Claimed, at: DateTime<Utc>) -> Exchange {
        let id = claimed.delivery.id.to_string();
        let body = claimed.body.clone().into_bytes();
        let signatures = signature::of(&self.sealer, &claimed.subscription, (&id, at, &body));
        let signature = match signatures {
            Ok(signature) => signature,
            Err(error) => {
                error!(subscription = %claimed.subscription.id, error = format!("{error:#}"), "a secret cannot sign");
                return Exchange {
                    outcome: Outcome::Failed("the subscription has no secret that signs".into()),
                    took: Duration::ZERO,
                };
            }
        };
        let message = Message {
            signature,
            id,
            at,
            body,
            headers: claimed.subscription.settings.headers.clone(),
        };
        self.sender
            .send(&claimed.subscription.target, message)
            .await
    }
}

/// A random number from -1 to 1, from the random half of a new id.
fn random(now: DateTime<Utc>) -> f64 {
    let (_, half) = new_id(now).as_u64_pair();
    let low = half as u32;
    f64::from(low) / f64::from(u32::MAX) * 2.0 - 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_numbers_lie_on_both_sides_of_zero() {
        let now = "2026-11-24T12:00:00Z".parse().unwrap();
        let numbers: Vec<f64> = (0..200).map(|_| random(now)).collect();
        assert!(numbers.iter().all(|number| (-1.0..=1.0).contains(number)));
        assert!(
            numbers.iter().any(|number| *number < -0.2)
                && numbers.iter().any(|number| *number > 0.2)
        );
    }
}
