//! A consumer: takes another service's events in batches and applies each exactly once, in order.
//!
//! A batch is one transaction: the effects, the inbox rows and the heads of the aggregates commit
//! together, and only then are the messages acknowledged. If the batch fails, it is applied one event
//! at a time, so that a bad event is found and never holds up or repeats a good one. A bad event goes
//! to the dead letters; the later events of its aggregate are parked behind it, because applying them
//! without it would be out of order. If the database is away, the messages are given back and come
//! again.

mod apply;
mod arrival;
mod inbox;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use async_nats::jetstream::consumer::{
    AckPolicy, Consumer as JetStreamConsumer, DeliverPolicy, pull,
};
use async_nats::jetstream::{self, AckKind, Message};
use futures::StreamExt as _;
use futures::future::join_all;
use metrics::counter;
use ocop_proto::topology;
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use super::dead_letters::{self, RejectedMessage};
use super::streams::stream_of;
use super::{Event, Settings, back_off};
use crate::database::{Store, StoreError, Tx};

pub use arrival::may_come;

/// How long the broker waits for an acknowledgement before it delivers again: more than a batch takes,
/// and as long as the events in the hands of a consumer that died wait for another. Too short would
/// cost copies that are dropped, no more.
const ACK_WAIT: Duration = Duration::from_secs(15);

/// How long the broker keeps what was given back before it delivers it again.
const RETRY_DELAY: Duration = Duration::from_millis(200);

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

    /// What an event says to this service.
    type Fact: Send + Sync;

    /// Reads an event, without looking at the database.
    ///
    /// # Errors
    /// It cannot be read, or says something impossible.
    fn read(&self, event: &Event) -> Result<Self::Fact, HandlerError>;

    /// Applies events that follow each other per aggregate. All of them take effect, or none does.
    fn apply(
        &self,
        tx: &mut Tx<E>,
        facts: &[(Event, Self::Fact)],
    ) -> impl Future<Output = Result<(), HandlerError>> + Send;

    /// Called after what was applied is committed: wakes what waits for it.
    fn committed(&self) {}
}

/// Delivers events to a handler.
#[derive(Debug)]
pub struct Consumer<E, H> {
    pub(super) store: Store<E>,
    pub(super) handler: Arc<H>,
    jetstream: jetstream::Context,
    settings: Settings,
}

impl<E, H> Clone for Consumer<E, H> {
    fn clone(&self) -> Self {
        Self {
            store: self.store.clone(),
            handler: Arc::clone(&self.handler),
            jetstream: self.jetstream.clone(),
            settings: self.settings.clone(),
        }
    }
}

impl<E: Send + 'static, H: Handler<E>> Consumer<E, H> {
    /// A consumer that delivers events to `handler`.
    pub fn new(
        store: Store<E>,
        handler: H,
        client: async_nats::Client,
        settings: &Settings,
    ) -> Self {
        let jetstream = jetstream::new(client);
        Self {
            store,
            handler: Arc::new(handler),
            jetstream,
            settings: settings.clone(),
        }
    }

    /// Works until `stop`, then finishes the batch in hand and ends.
    pub async fn run(self, stop: CancellationToken) {
        let mut failures = 0;
        while !stop.is_cancelled() {
            let outcome = self.pull(&stop, &mut failures).await;
            if let Err(error) = outcome {
                if failures == super::WARN_AFTER_FAILURES {
                    warn!(
                        consumer = H::NAME,
                        error = format!("{error:#}"),
                        "cannot receive events; trying again"
                    );
                }
                failures += 1;
                tokio::select! {
                    () = tokio::time::sleep(back_off(failures, Duration::from_millis(50), Duration::from_secs(2))) => {}
                    () = stop.cancelled() => {}
                }
            }
        }
    }

    /// Takes batches until `stop` or until the broker fails.
    async fn pull(&self, stop: &CancellationToken, failures: &mut usize) -> anyhow::Result<()> {
        let consumer = self.consumer().await?;
        let messages = consumer
            .stream()
            .max_messages_per_batch(self.settings.batch)
            .heartbeat(Duration::from_secs(5))
            .expires(Duration::from_secs(30))
            .messages()
            .await?;
        // What was left parked by a crash between a commit and its release.
        self.release().await?;
        if *failures > super::WARN_AFTER_FAILURES {
            info!(consumer = H::NAME, "events are received again");
        }
        let mut batches = messages.ready_chunks(self.settings.batch);
        loop {
            let batch = tokio::select! {
                // Unconstrained: tokio's budget would cut a batch short at 128 messages.
                batch = tokio::task::unconstrained(batches.next()) => batch,
                () = stop.cancelled() => return Ok(()),
            };
            let Some(batch) = batch else {
                anyhow::bail!("the broker ended the stream of messages")
            };
            let (mut messages, mut broken) = (Vec::with_capacity(batch.len()), None);
            for message in batch {
                match message {
                    Ok(message) => messages.push(message),
                    Err(error) => broken = Some(error),
                }
            }
            if !messages.is_empty() {
                *failures = 0;
                self.process(&messages).await?;
            }
            if let Some(error) = broken {
                return Err(error.into());
            }
        }
    }

    /// The durable consumer, made or brought up to date.
    async fn consumer(&self) -> anyhow::Result<JetStreamConsumer<pull::Config>> {
        let stream = self
            .jetstream
            .get_stream_no_info(stream_of(H::PUBLISHER))
            .await?;
        let batch = i64::try_from(self.settings.batch).unwrap_or(i64::MAX);
        let consumer = stream
            .create_consumer(pull::Config {
                durable_name: Some(H::NAME.to_owned()),
                filter_subjects: H::AGGREGATES
                    .iter()
                    .map(|aggregate| format!("ocop.{}.v1.{aggregate}.>", H::PUBLISHER))
                    .collect(),
                deliver_policy: DeliverPolicy::All,
                ack_policy: AckPolicy::Explicit,
                ack_wait: ACK_WAIT,
                max_deliver: -1,
                max_ack_pending: batch.saturating_mul(4),
                ..pull::Config::default()
            })
            .await?;
        Ok(consumer)
    }

    /// Applies messages and answers each: acknowledged (also when it went to the dead letters) or to be delivered
    /// again.
    async fn process(&self, messages: &[Message]) -> anyhow::Result<()> {
        let mut events = Vec::with_capacity(messages.len());
        let mut of_message = Vec::with_capacity(messages.len());
        for message in messages {
            match Event::read(&message.subject, message.headers.as_ref(), &message.payload) {
                Ok(event) => {
                    events.push(event);
                    of_message.push(message);
                }
                Err(malformed) => {
                    let refused = HandlerError::undecodable(malformed);
                    self.dead_letter(message, &refused).await?;
                    self.answer(message, AckKind::Ack).await?;
                }
            }
        }
        match self.apply(&events).await {
            Ok(()) => {
                self.release().await?;
                let acks = of_message
                    .iter()
                    .map(|message| self.answer(message, AckKind::Ack));
                join_all(acks)
                    .await
                    .into_iter()
                    .collect::<Result<Vec<()>, _>>()?;
                return Ok(());
            }
            Err(HandlerError::Store(error)) if error.may_pass() => {
                let retry = AckKind::Nak(Some(RETRY_DELAY));
                join_all(of_message.iter().map(|message| self.answer(message, retry))).await;
                return Err(anyhow::Error::new(error).context("events are given back"));
            }
            Err(_) => {}
        }
        for (message, event) in of_message.into_iter().zip(events) {
            match self.apply(std::slice::from_ref(&event)).await {
                Ok(()) => {
                    self.release().await?;
                    self.answer(message, AckKind::Ack).await?;
                }
                Err(HandlerError::Store(error)) if error.may_pass() => {
                    self.answer(message, AckKind::Nak(Some(RETRY_DELAY)))
                        .await?;
                }
                Err(refused) => {
                    self.dead_letter(message, &refused).await?;
                    self.answer(message, AckKind::Ack).await?;
                }
            }
        }
        Ok(())
    }

    async fn dead_letter(&self, message: &Message, refused: &HandlerError) -> anyhow::Result<()> {
        let info = message
            .info()
            .map_err(|error| anyhow::anyhow!("a message without its delivery data: {error}"))?;
        let rejected = RejectedMessage {
            subject: message.subject.to_string(),
            headers: message.headers.clone().unwrap_or_default(),
            data: message.payload.clone(),
            id: format!("{}/{}", info.stream, info.stream_sequence),
            deliveries: info.delivered,
        };
        self.dead_letter_as(rejected, refused).await
    }

    /// Sends a message of any origin to the dead letters with the reason.
    pub(super) async fn dead_letter_as(
        &self,
        rejected: RejectedMessage,
        refused: &HandlerError,
    ) -> anyhow::Result<()> {
        let (reason, detail) = match refused {
            HandlerError::Refused { reason, detail } => (*reason, detail.clone()),
            HandlerError::Store(error) => ("REFUSED_BY_DATABASE", format!("{error:?}")),
        };
        error!(
            consumer = H::NAME,
            subject = rejected.subject,
            reason,
            detail,
            "an event went to the dead letters"
        );
        counter!("events_dead_total", "consumer" => H::NAME).increment(1);
        let now = self.store.clock().now();
        dead_letters::send(&self.jetstream, H::NAME, rejected, (reason, &detail), now).await
    }

    async fn answer(&self, message: &Message, kind: AckKind) -> anyhow::Result<()> {
        message
            .ack_with(kind)
            .await
            .map_err(|error| anyhow::anyhow!("a message could not be answered: {error}"))
    }
}
