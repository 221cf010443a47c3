//! Taking messages from the broker, and acknowledging in time that they are in progress.

use std::collections::VecDeque;
use std::pin::pin;
use std::time::Duration;

use async_nats::connection::State;
use async_nats::jetstream::consumer::{Consumer as JetStreamConsumer, pull};
use async_nats::jetstream::{AckKind, Message};
use futures::future::join_all;
use futures::{FutureExt as _, StreamExt as _};
use metrics::counter;
use ocop_proto::topology;
use tokio::time::{Instant, MissedTickBehavior};
use tokio_util::sync::CancellationToken;

use super::{Consumer, Handler, Health};
use crate::telemetry::outage::BROKER;

/// How often the parked events are counted while nothing happens to them here.
const COUNT_INTERVAL: Duration = Duration::from_secs(30);

/// How many in-progress acknowledgements are sent within the time that the broker waits for one.
const PROGRESS_PER_ACK_WAIT: u32 = 3;

/// The messages in the hands of a consumer that are not being applied yet.
struct Hand {
    client: async_nats::Client,
    messages: pull::Stream,
    waiting: VecDeque<Message>,
    broken: Option<anyhow::Error>,
}

impl Hand {
    /// The next messages, at most `most`, as soon as there is one. Dropped while it waits, it has taken none.
    async fn next(&mut self, most: usize) -> anyhow::Result<Vec<Message>> {
        if self.waiting.is_empty() && self.broken.is_none() {
            let next = self.messages.next().await;
            self.take(next);
        }
        self.take_ready(most);
        match self.broken.take() {
            Some(error) if self.waiting.is_empty() => Err(error),
            broken => {
                self.broken = broken;
                let most = self.waiting.len().min(most);
                Ok(self.waiting.drain(..most).collect())
            }
        }
    }

    /// Takes what is there, up to `most` in all.
    fn take_ready(&mut self, most: usize) {
        while self.broken.is_none() && self.waiting.len() < most {
            match self.messages.next().now_or_never() {
                Some(next) => self.take(next),
                None => return,
            }
        }
    }

    fn take(&mut self, next: Option<Result<Message, pull::MessagesError>>) {
        match next {
            Some(Ok(message)) => self.waiting.push_back(message),
            Some(Err(error)) => self.broken = Some(error.into()),
            None => {
                let ended = "the broker ended the stream of messages";
                self.broken = Some(anyhow::anyhow!(ended));
            }
        }
    }

    /// Tells the broker that these messages, and those that wait, are at work: it does not deliver them again yet.
    /// What is still unread from the broker is taken, because its time runs as well.
    async fn in_progress(&mut self, batch: &[Message]) {
        self.take_ready(usize::MAX);
        if self.client.connection_state() == State::Connected {
            let all = batch.iter().chain(&self.waiting);
            join_all(all.map(|message| message.ack_with(AckKind::Progress))).await;
        }
    }

    /// Gives everything back, for another replica or for later. If that does not arrive, the broker delivers it
    /// again when its time has run out.
    async fn give_back(mut self) {
        self.take_ready(usize::MAX);
        if self.client.connection_state() == State::Connected {
            let all = self.waiting.iter();
            join_all(all.map(|message| message.ack_with(AckKind::Nak(None)))).await;
        }
    }
}

/// Counts what the broker has delivered before: it was given back, or its acknowledgement did not come in time.
fn count_redelivered(consumer: &'static str, batch: &[Message]) {
    let again = batch
        .iter()
        .filter(|message| message.info().is_ok_and(|info| info.delivered > 1));
    let again = again.count() as u64;
    counter!("events_redelivered_total", "consumer" => consumer).increment(again);
}

impl<E: Send + 'static, H: Handler<E>> Consumer<E, H> {
    /// Takes batches until `stop` or until the broker fails.
    pub(super) async fn pull(
        &self,
        stop: &CancellationToken,
        health: &mut Health,
    ) -> anyhow::Result<()> {
        let consumer = self.durable().await?;
        let interval = consumer.cached_info().config.ack_wait / PROGRESS_PER_ACK_WAIT;
        let messages = consumer
            .stream()
            .max_messages_per_batch(self.settings.batch)
            .heartbeat(Duration::from_secs(5))
            .expires(Duration::from_secs(30))
            .messages()
            .await?;
        // What was left parked by a crash between a commit and its release.
        self.release().await?;
        if !health.batch_failed {
            self.works(health);
        }
        let mut hand = Hand {
            client: self.client.clone(),
            messages,
            waiting: VecDeque::new(),
            broken: None,
        };
        let outcome = loop {
            let batch = tokio::select! {
                // Unconstrained: tokio's budget would cut a batch short at 128 messages.
                batch = tokio::task::unconstrained(hand.next(self.settings.batch)) => batch,
                () = stop.cancelled() => break Ok(()),
                () = tokio::time::sleep(COUNT_INTERVAL) => {
                    self.count_parked().await?;
                    continue;
                }
            };
            let outcome = match batch {
                Ok(batch) => {
                    count_redelivered(H::NAME, &batch);
                    self.process_in_time(&batch, &mut hand, interval).await
                }
                Err(error) => Err(error),
            };
            health.batch_failed = outcome.is_err();
            if outcome.is_err() {
                break outcome;
            }
            self.works(health);
        };
        hand.give_back().await;
        outcome
    }

    fn works(&self, health: &mut Health) {
        health.failures = 0;
        health.outage.works(H::NAME);
        BROKER.works(self.service);
    }

    /// Processes a batch, and every `interval` sends the broker an in-progress acknowledgement.
    async fn process_in_time(
        &self,
        batch: &[Message],
        hand: &mut Hand,
        interval: Duration,
    ) -> anyhow::Result<()> {
        let interval = interval.max(Duration::from_millis(100));
        let mut due = tokio::time::interval_at(Instant::now() + interval, interval);
        due.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut work = pin!(self.process(batch));
        loop {
            tokio::select! {
                outcome = &mut work => return outcome,
                _ = due.tick() => hand.in_progress(batch).await,
            }
        }
    }

    /// The durable consumer, which `migrate` of the publisher has made.
    async fn durable(&self) -> anyhow::Result<JetStreamConsumer<pull::Config>> {
        let stream = topology::stream(H::PUBLISHER);
        let stream = self.jetstream.get_stream_no_info(stream).await?;
        let consumer = stream.get_consumer(H::NAME).await;
        consumer.map_err(|error| anyhow::anyhow!("consumer {}: {error}", H::NAME))
    }
}
