//! Sends what is due, many at once, and records what became of it.
//!
//! A delivery is claimed before it is sent, for longer than an attempt can take, and no transaction is open meanwhile. A
//! worker that is killed leaves its claims behind; they run out and another worker sends again under the same id, by
//! which a receiver knows the repetition.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use metrics::counter;
use ocop_chassis::database::{Origin, StoreError};
use ocop_chassis::ids::new_id;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use super::sender::{Exchange, Message, Sender};
use super::signature::{self, SigningKey};
use crate::application::{Error, RecordAttempt};
use crate::config::Webhooks;
use crate::domain::delivery::Outcome;
use crate::domain::schedule::Schedule;
use crate::storage::{self, Claimed, Store};

/// The worker; cheap to clone.
#[derive(Clone, Debug)]
pub struct Worker {
    store: Store,
    sender: Sender,
    wake: Arc<Notify>,
    schedule: Schedule,
    settings: Webhooks,
}

impl Worker {
    /// A worker that looks for work when `wake` is notified, and from time to time.
    pub fn new(store: Store, sender: Sender, wake: Arc<Notify>, settings: Webhooks) -> Self {
        Self {
            store,
            sender,
            wake,
            schedule: settings.schedule(),
            settings,
        }
    }

    /// Works until `stop`, then waits for the attempts under way.
    pub async fn run(self, stop: CancellationToken) {
        let mut under_way = JoinSet::new();
        let mut failing = false;
        loop {
            if !stop.is_cancelled() {
                match self.claim(under_way.len()).await {
                    Ok(claimed) => {
                        if std::mem::take(&mut failing) {
                            info!("webhooks are sent again");
                        }
                        for one in claimed {
                            under_way.spawn(self.clone().deliver(one));
                        }
                    }
                    Err(error) if !failing => {
                        failing = true;
                        warn!(
                            error = format!("{error:?}"),
                            "webhooks wait for the database"
                        );
                    }
                    Err(_) => {}
                }
            } else if under_way.is_empty() {
                return;
            }
            tokio::select! {
                Some(ended) = under_way.join_next() => {
                    // Those that ended meanwhile make room for the same claim.
                    let more = std::iter::from_fn(|| under_way.try_join_next());
                    for panicked in std::iter::once(ended).chain(more).filter_map(Result::err) {
                        error!(%panicked, "a webhook was given up; its claim will run out");
                    }
                }
                () = self.wake.notified() => {}
                () = tokio::time::sleep(Duration::from_millis(self.settings.poll_ms)) => {}
                () = stop.cancelled(), if !stop.is_cancelled() => {}
            }
        }
    }

    async fn claim(&self, under_way: usize) -> Result<Vec<Claimed>, StoreError> {
        let room = self.settings.most_at_once.saturating_sub(under_way);
        if room == 0 {
            return Ok(Vec::new());
        }
        let until = self.store.clock().now() + self.settings.claim();
        storage::claim_due(&self.store, until, room, self.settings.most_at_once_to_one).await
    }

    /// Makes one attempt and records it.
    async fn deliver(self, claimed: Claimed) {
        let at = self.store.clock().now();
        let exchange = self.attempt(&claimed, at).await;
        let succeeded = exchange.outcome.is_success();
        let outcome = if succeeded { "taken" } else { "failed" };
        counter!("webhook_attempts_total", "outcome" => outcome).increment(1);
        let record = RecordAttempt {
            delivery_id: claimed.delivery.id,
            subscription_id: claimed.subscription.id,
            at,
            outcome: exchange.outcome,
            took: exchange.took,
            schedule: self.schedule.clone(),
            shake: shake(at),
            patience: self.settings.patience(),
        };
        let recorded: Result<(), Error> = self.store.run(&Origin::task("webhooks"), &record).await;
        if let Err(refusal) = recorded {
            warn!(
                delivery = %record.delivery_id,
                error = format!("{refusal:?}"),
                "an attempt could not be recorded and will be made again"
            );
        }
    }

    async fn attempt(&self, claimed: &Claimed, at: DateTime<Utc>) -> Exchange {
        let keys: Result<Vec<SigningKey>, _> = claimed
            .subscription
            .signing(at)
            .map(SigningKey::parse)
            .collect();
        let keys = match keys {
            Ok(keys) if !keys.is_empty() => keys,
            _ => {
                error!(subscription = %claimed.subscription.id, "no secret signs");
                return Exchange {
                    outcome: Outcome::Failed("the subscription has no secret that signs".into()),
                    took: Duration::ZERO,
                };
            }
        };
        let id = claimed.delivery.id.to_string();
        let body = claimed.body.clone().into_bytes();
        let message = Message {
            signatures: signature::signatures(&keys, &id, at, &body),
            id,
            at,
            body,
        };
        self.sender
            .send(&claimed.subscription.target, message)
            .await
    }
}

/// A random number from -1 to 1, from the random half of a new id.
fn shake(now: DateTime<Utc>) -> f64 {
    let (_, random) = new_id(now).as_u64_pair();
    let low = random as u32;
    f64::from(low) / f64::from(u32::MAX) * 2.0 - 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shakes_lie_on_both_sides_of_nothing() {
        let now = "2026-11-24T12:00:00Z".parse().unwrap();
        let shakes: Vec<f64> = (0..200).map(|_| shake(now)).collect();
        assert!(shakes.iter().all(|shake| (-1.0..=1.0).contains(shake)));
        assert!(
            shakes.iter().any(|shake| *shake < -0.2) && shakes.iter().any(|shake| *shake > 0.2)
        );
    }
}
