//! A consumer: takes another service's events in batches and applies each exactly once, in order.
//!
//! A batch is one transaction: the effects, the inbox rows and the heads of the aggregates commit
//! together, with what was parked and follows them, and only then are the messages acknowledged. While a batch
//! takes long, the broker is sent an in-progress acknowledgement. If a batch is refused, it is applied in halves, so that
//! a bad event is found in a few steps and never holds up or repeats a good one. A bad event goes
//! to the dead letters; the later events of its aggregate are parked behind it, because applying them
//! without it would be out of order. If the database is away, the messages are given back and come
//! again.

mod apply;
mod arrival;
mod inbox;
mod parked;
mod places;
mod plan;
mod process;
mod pull;
mod release;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use async_nats::connection::State;
use async_nats::jetstream;
use metrics::{counter, gauge};
use ocop_proto::topology;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::envelope::Malformed;
use super::{Event, Settings, back_off};
use crate::database::{Store, StoreError, Tx};
use crate::telemetry::outage::{BEING_MADE, BROKER, Outage};

pub use arrival::may_come;
pub use places::read_places;

/// Why an event is not applied.
#[derive(Debug, thiserror::Error)]
pub enum HandlerError {
    /// It will never be: `reason` is a stable word, `detail` says it to an operator.
    #[error("{reason}: {detail}")]
    Refused {
        /// Such as `UNDECODABLE`.
        reason: &'static str,
        /// In words.
        detail: String,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl HandlerError {
    /// The body of the event is not what its type says.
    pub fn undecodable(error: impl std::fmt::Display) -> Self {
        Self::Refused {
            reason: "UNDECODABLE",
            detail: error.to_string(),
        }
    }
}

impl From<Malformed> for HandlerError {
    fn from(malformed: Malformed) -> Self {
        Self::Refused {
            reason: malformed.reason,
            detail: malformed.detail,
        }
    }
}

/// What a service does with the events of another.
pub trait Handler<E>: Send + Sync + 'static {
    /// What it consumes, as `ocop_proto::topology` declares it.
    const CONSUMER: topology::Consumer;
    /// Name of the consumer, unique in the system: it names the durable consumer and the inbox.
    const NAME: &'static str = Self::CONSUMER.name;
    /// The service whose events it consumes.
    const PUBLISHER: &'static str = Self::CONSUMER.publisher;
    /// The types of aggregate it consumes, such as `product`. It gets every event of each.
    const AGGREGATES: &'static [&'static str] = Self::CONSUMER.aggregates;

    /// The events that it was written for, with the version of their type, such as `registered.v1`. One that is
    /// not among them comes from a newer publisher: it is applied if it can be read like these, and otherwise
    /// counted as seen, so that it does not hold up those that follow it.
    const EVENTS: &'static [&'static str];

    /// What an event says to this service.
    type Fact: Send + Sync;

    /// Reads an event, without looking at the database.
    ///
    /// # Errors
    /// It cannot be read, or says something impossible.
    fn read(&self, event: &Event) -> Result<Self::Fact, HandlerError>;

    /// The aggregate that a fact is about. An event whose envelope names another one is refused.
    fn aggregate(fact: &Self::Fact) -> Uuid;

    /// Applies events that follow each other per aggregate. All of them take effect, or none does.
    fn apply(
        &self,
        tx: &mut Tx<E>,
        facts: &[(Event, Self::Fact)],
    ) -> impl Future<Output = Result<(), HandlerError>> + Send;

    /// Called after what was applied is committed: wakes what waits for it.
    fn committed(&self) {}
}

/// How a consumer is doing.
struct Health {
    outage: Outage,
    /// Failures since it last worked.
    failures: usize,
    /// Whether the last batch failed: then a connection alone does not mean that it works.
    batch_failed: bool,
}

/// Delivers events to a handler.
#[derive(Debug)]
pub struct Consumer<E, H> {
    pub(super) store: Store<E>,
    pub(super) handler: Arc<H>,
    client: async_nats::Client,
    jetstream: jetstream::Context,
    settings: Settings,
    service: &'static str,
}

impl<E, H> Clone for Consumer<E, H> {
    fn clone(&self) -> Self {
        Self {
            store: self.store.clone(),
            handler: Arc::clone(&self.handler),
            client: self.client.clone(),
            jetstream: self.jetstream.clone(),
            settings: self.settings.clone(),
            service: self.service,
        }
    }
}

impl<E: Send + 'static, H: Handler<E>> Consumer<E, H> {
    /// A consumer of `service` that delivers events to `handler`.
    pub fn new(
        store: Store<E>,
        handler: H,
        client: async_nats::Client,
        settings: &Settings,
        service: &'static str,
    ) -> Self {
        Self {
            store,
            handler: Arc::new(handler),
            jetstream: jetstream::new(client.clone()),
            client,
            settings: settings.clone(),
            service,
        }
    }

    /// Works until `stop`, then finishes the batch in hand and ends.
    pub async fn run(self, stop: CancellationToken) {
        show_from_the_start(H::NAME);
        let mut health = Health {
            outage: Outage::new("the stream of another service", BEING_MADE),
            failures: 0,
            batch_failed: false,
        };
        while !stop.is_cancelled() {
            if let Err(error) = self.pull(&stop, &mut health).await {
                let error = format!("{error:#}");
                if self.client.connection_state() == State::Connected {
                    health.outage.failed(H::NAME, &error);
                } else {
                    BROKER.failed(self.service, &error);
                }
                health.failures += 1;
                tokio::select! {
                    () = tokio::time::sleep(back_off(health.failures, Duration::from_millis(50), Duration::from_secs(2))) => {}
                    () = stop.cancelled() => {}
                }
            }
        }
    }
}

/// Shows what is counted before the first of it, so that one is seen as more than none.
fn show_from_the_start(consumer: &'static str) {
    counter!("events_applied_total", "consumer" => consumer).increment(0);
    counter!("events_dropped_total", "consumer" => consumer).increment(0);
    counter!("events_parked_total", "consumer" => consumer).increment(0);
    counter!("events_redelivered_total", "consumer" => consumer).increment(0);
    counter!("events_unknown_total", "consumer" => consumer).increment(0);
    counter!("events_dead_total", "consumer" => consumer).increment(0);
    gauge!("events_parked", "consumer" => consumer).increment(0.0);
    gauge!("events_lag_seconds", "consumer" => consumer).increment(0.0);
}
