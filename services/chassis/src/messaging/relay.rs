//! The relay: sends what the outbox holds, in order, and writes down what the broker acknowledged.
//!
//! It is woken by every commit of its own process and looks from time to time for what other
//! replicas recorded. On PostgreSQL one relay at a time works, held by an advisory lock of the
//! transaction in which it marks the rows (session locks break behind poolers); on SQLite the process
//! is alone. Publishing happens in one pipeline on one connection, so that the stream keeps the order
//! of the outbox; a row whose acknowledgement does not come stays unsent and is sent again, and the
//! consumers put right what that does to the order.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use async_nats::connection::State;
use async_nats::jetstream::context::PublishError;
use async_nats::jetstream::publish::PublishAck;
use async_nats::jetstream::{self, message::PublishMessage};
use async_nats::{HeaderMap, HeaderName, HeaderValue};
use futures::future::join_all;
use metrics::{counter, gauge};
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use super::marking::{Marking, Sent};
use super::outbox::{self, Unsent};
use super::{Event, Settings, back_off, ensure_streams, loss};
use crate::database::{Database, Store};

/// Most batches that one pass sends before it commits what it marked; a crash sends them again.
const MAX_BATCHES: usize = 8;

/// Days for which a sent event, a remembered request and an inbox row are kept.
const KEEP_DAYS: i64 = 30;

/// How often what is older is deleted.
const CLEANUP_INTERVAL: Duration = Duration::from_secs(60 * 60);

/// The relay of one service.
#[derive(Clone)]
pub struct Relay {
    database: Database,
    clock: crate::clock::Clock,
    events_recorded: Arc<tokio::sync::Notify>,
    client: async_nats::Client,
    jetstream: jetstream::Context,
    settings: Settings,
    service: &'static str,
}

impl Relay {
    /// The relay of `service`, which sends what `store` records.
    pub fn new<E: Send>(
        store: &Store<E>,
        client: async_nats::Client,
        settings: &Settings,
        service: &'static str,
    ) -> Self {
        let jetstream = jetstream::ContextBuilder::new()
            .timeout(Duration::from_secs(settings.ack_seconds))
            .ack_timeout(Duration::from_secs(settings.ack_seconds))
            .max_ack_inflight(settings.batch.max(256) * 2)
            .backpressure_on_inflight(true)
            .build(client.clone());
        Self {
            database: store.database().clone(),
            clock: store.clock().clone(),
            events_recorded: store.events_recorded(),
            client,
            jetstream,
            settings: settings.clone(),
            service,
        }
    }

    /// Works until `stop`, then sends once more what is there and ends.
    pub async fn run(self, stop: CancellationToken) {
        let mut failures = 0;
        // The connection that the stream was made and compared on: another may lead to a broker that
        // lost something, even if it came between two looks.
        let mut known = 0;
        let mut compared = tokio::time::Instant::now();
        let mut cleaned: Option<tokio::time::Instant> = None;
        let every = Duration::from_secs(self.settings.compare_seconds);
        loop {
            let last = stop.is_cancelled();
            let pass = async {
                let connection = self.client.statistics().connects.load(Ordering::Relaxed);
                anyhow::ensure!(
                    self.client.connection_state() == State::Connected,
                    "not connected to NATS"
                );
                if known != connection {
                    ensure_streams(&self.jetstream, &self.settings, self.service).await?;
                    // Another connection may lead to a broker that takes more.
                    outbox::retry_refused(self.database.writer()).await?;
                }
                if known != connection || compared.elapsed() >= every {
                    self.compare().await?;
                    compared = tokio::time::Instant::now();
                    known = connection;
                }
                self.drain().await?;
                if cleaned.is_none_or(|cleaned| cleaned.elapsed() >= CLEANUP_INTERVAL) {
                    self.delete_expired().await?;
                    cleaned = Some(tokio::time::Instant::now());
                }
                Ok(())
            };
            let wait = match pass.await {
                Ok(()) => {
                    failures = 0;
                    Duration::from_millis(self.settings.poll_ms)
                }
                Err(error) => {
                    known = 0;
                    if failures == 0 {
                        warn!(
                            service = self.service,
                            error = format!("{error:#}"),
                            "events wait in the outbox"
                        );
                    }
                    failures += 1;
                    back_off(failures, Duration::from_millis(50), Duration::from_secs(2))
                }
            };
            if last {
                return;
            }
            tokio::select! {
                () = self.events_recorded.notified(), if failures == 0 => {}
                () = tokio::time::sleep(wait) => {}
                () = stop.cancelled() => {}
            }
        }
    }

    /// Sends until nothing is left.
    ///
    /// # Errors
    /// The database or the broker failed; what was acknowledged is marked.
    pub async fn drain(&self) -> anyhow::Result<()> {
        while self.pass().await? {}
        Ok(())
    }

    /// Sends some batches. `true` if there may be more.
    async fn pass(&self) -> anyhow::Result<bool> {
        // A look without a transaction first: most looks find nothing.
        let first = outbox::unsent(self.database.reader(), 0, 1).await?;
        if first.is_empty() {
            return Ok(false);
        }
        let Some(marking) = Marking::begin(&self.database).await? else {
            // Another replica is at work; what is there is in its hands.
            return Ok(false);
        };
        let (more, outcome) = self.send(&marking).await?;
        marking.commit().await?;
        outcome?;
        Ok(more)
    }

    /// Sends batch after batch: while the broker has one, the database marks the one before it and
    /// finds the one after it. Says whether there may be more, and the first failure of the broker.
    async fn send(&self, marking: &Marking) -> anyhow::Result<(bool, anyhow::Result<()>)> {
        let most = self.settings.batch;
        let (mut rows, mut sent) = (marking.unsent(0, most).await?, Sent::default());
        for batch in 1.. {
            let (full, last) = (rows.len() == most, rows.last().map(|row| row.position));
            let in_hand = async {
                marking.mark(&sent, self.clock.now()).await?;
                match last {
                    Some(last) if full && batch < MAX_BATCHES => marking.unsent(last, most).await,
                    _ => Ok(Vec::new()),
                }
            };
            let ((now_sent, outcome), next) = tokio::join!(self.publish(rows), in_hand);
            (rows, sent) = (next?, now_sent);
            if rows.is_empty() || outcome.is_err() {
                marking.mark(&sent, self.clock.now()).await?;
                return Ok((full, outcome));
            }
        }
        Ok((false, Ok(())))
    }

    /// Publishes rows in one pipeline. Returns what came of each, and the first failure.
    async fn publish(&self, rows: Vec<Unsent>) -> (Sent, anyhow::Result<()>) {
        let (mut sent, mut outcome) = (Sent::default(), Ok(()));
        let mut waiting = VecDeque::with_capacity(rows.len());
        let most = self.client.max_payload();
        for unsent in rows {
            let (position, id) = (unsent.position, unsent.message_id());
            let event = Event::from(unsent.row);
            let headers = event.headers();
            let bytes = size(&headers) + MESSAGE_ID_HEADER_BYTES + id.len() + event.data.len();
            if bytes > most {
                error!(
                    service = self.service,
                    event = %event.id, kind = event.kind, bytes, most,
                    "the broker does not take an event of this size; those after it are sent"
                );
                sent.refused.push(position);
                continue;
            }
            let message = PublishMessage::build()
                .headers(headers)
                .payload(event.data.into())
                .message_id(id);
            match self.jetstream.send_publish(event.subject, message).await {
                Ok(acknowledged) => waiting.push_back((position, acknowledged)),
                Err(error) => {
                    outcome = Err(anyhow::Error::new(error).context("a publish was not sent"));
                    break;
                }
            }
        }
        let mut note = |position, answer: Result<PublishAck, PublishError>| match answer {
            Ok(acknowledged) => sent.acknowledged.push((position, acknowledged.sequence)),
            Err(error) if outcome.is_ok() => {
                outcome = Err(anyhow::Error::new(error).context("a publish was not acknowledged"));
            }
            Err(_) => {}
        };
        // They come in order. Once one does not, the others are waited for at once, so that the whole
        // batch waits no longer than two messages may.
        while let Some((position, answer)) = waiting.pop_front() {
            let answer = answer.await;
            let missing = answer.is_err();
            note(position, answer);
            if missing {
                break;
            }
        }
        let rest = waiting
            .into_iter()
            .map(|(position, answer)| async move { (position, answer.await) });
        for (position, answer) in join_all(rest).await {
            note(position, answer);
        }
        let acknowledged = sent.acknowledged.len() as u64;
        counter!("outbox_sent_total", "service" => self.service).increment(acknowledged);
        (sent, outcome)
    }

    /// Compares the outbox with the stream and reports the backlog.
    async fn compare(&self) -> anyhow::Result<()> {
        let lost = loss::find_and_requeue(&self.database, &self.jetstream, self.service).await?;
        if lost > 0 {
            warn!(
                service = self.service,
                lost, "the broker lost acknowledged events; they are sent again"
            );
            counter!("outbox_lost_by_broker_total", "service" => self.service).increment(lost);
        }
        let now = self.clock.now();
        let (waiting, oldest) = outbox::backlog(self.database.reader()).await?;
        gauge!("outbox_waiting", "service" => self.service).set(waiting as f64);
        let age = oldest.map_or(0.0, |oldest| (now - oldest).as_seconds_f64());
        gauge!("outbox_oldest_seconds", "service" => self.service).set(age);
        let refused = outbox::refused(self.database.reader()).await?;
        gauge!("outbox_refused", "service" => self.service).set(refused as f64);
        Ok(())
    }

    /// Deletes what is past its time, so that the tables stay bounded.
    async fn delete_expired(&self) -> anyhow::Result<()> {
        let before = self.clock.now() - chrono::TimeDelta::days(KEEP_DAYS);
        let deleted = outbox::delete_expired(self.database.writer(), before).await?;
        if deleted > 0 {
            info!(
                service = self.service,
                deleted, "old events were deleted from the outbox"
            );
        }
        Ok(())
    }
}

/// Bytes that a message id takes in the headers besides itself: its name, a colon, two line ends.
const MESSAGE_ID_HEADER_BYTES: usize = 32;

/// How many bytes headers are on the wire, and a few more.
fn size(headers: &HeaderMap) -> usize {
    let of_pair = |(name, values): (&HeaderName, &Vec<HeaderValue>)| {
        let name: &str = name.as_ref();
        let values = values.iter().map(|value| value.as_str().len());
        values.map(|value| name.len() + value + 4).sum::<usize>()
    };
    MESSAGE_ID_HEADER_BYTES + headers.iter().map(of_pair).sum::<usize>()
}
