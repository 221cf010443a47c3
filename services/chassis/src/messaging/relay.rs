//! The relay: sends what the outbox holds, in order, and writes down what the broker acknowledged.
//!
//! It is woken by every commit of its own process and looks from time to time for what other
//! replicas recorded. On PostgreSQL one relay at a time works, held by an advisory lock of the
//! transaction in which it marks the rows (session locks break behind poolers); on SQLite the process
//! is alone. Publishing happens in one pipeline on one connection, so that the stream keeps the order
//! of the outbox; a row whose acknowledgement does not come stays unsent and is sent again, and the
//! consumers put right what that does to the order.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use async_nats::connection::State;
use async_nats::jetstream::{self, message::PublishMessage};
use futures::future::join_all;
use metrics::{counter, gauge};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, Statement};
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use super::outbox::{self, Unsent};
use super::{Event, Settings, back_off, ensure_streams, loss};
use crate::database::{Database, Store};

/// The number of the relay's advisory lock: "OCOP".
const LOCK: i64 = 0x4f43_4f50;

/// Days for which a sent event, a remembered request and an inbox row are kept.
const KEEP_DAYS: i64 = 30;

/// How often what is older is deleted.
const TIDY: Duration = Duration::from_secs(60 * 60);

/// The relay of one service.
#[derive(Clone)]
pub struct Relay {
    database: Database,
    clock: crate::clock::Clock,
    recorded: Arc<tokio::sync::Notify>,
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
            recorded: store.recorded(),
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
        let mut tidied: Option<tokio::time::Instant> = None;
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
                }
                if known != connection || compared.elapsed() >= every {
                    self.compare().await?;
                    compared = tokio::time::Instant::now();
                    known = connection;
                }
                self.drain().await?;
                if tidied.is_none_or(|tidied| tidied.elapsed() >= TIDY) {
                    self.tidy().await?;
                    tidied = Some(tokio::time::Instant::now());
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
                () = self.recorded.notified(), if failures == 0 => {}
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
        loop {
            let sent = self.pass().await?;
            if sent < self.settings.batch {
                return Ok(());
            }
        }
    }

    /// Sends one batch. Returns how many rows it found.
    async fn pass(&self) -> anyhow::Result<usize> {
        if self.database.engine() == DbBackend::Sqlite {
            let rows = outbox::unsent(self.database.reader(), self.settings.batch).await?;
            if rows.is_empty() {
                return Ok(0);
            }
            let (sent, outcome) = self.publish(&rows).await;
            let tx = self.database.begin().await?;
            outbox::mark_sent(&tx, &sent, self.clock.now()).await?;
            tx.commit().await?;
            outcome?;
            return Ok(rows.len());
        }
        // A look without a transaction first: most looks find nothing.
        if outbox::unsent(self.database.reader(), 1).await?.is_empty() {
            return Ok(0);
        }
        let tx = self.database.begin().await?;
        if !lock(&tx).await? {
            // Another replica is at work; what is there is in its hands.
            return Ok(0);
        }
        let rows = outbox::unsent(&tx, self.settings.batch).await?;
        let (sent, outcome) = self.publish(&rows).await;
        outbox::mark_sent(&tx, &sent, self.clock.now()).await?;
        tx.commit().await?;
        outcome?;
        Ok(rows.len())
    }

    /// Publishes rows in one pipeline. Returns what was acknowledged, and the first failure.
    async fn publish(&self, rows: &[Unsent]) -> (Vec<(i64, u64)>, anyhow::Result<()>) {
        let mut outcome = Ok(());
        let mut waiting = Vec::with_capacity(rows.len());
        for unsent in rows {
            let event = Event::recorded(&unsent.row);
            let message = PublishMessage::build()
                .headers(event.headers())
                .payload(event.data.into())
                .message_id(unsent.row.event_id.to_string());
            match self.jetstream.send_publish(event.subject, message).await {
                Ok(acknowledged) => waiting.push((unsent.position, acknowledged)),
                Err(error) => {
                    outcome = Err(anyhow::Error::new(error).context("a publish was not sent"));
                    break;
                }
            }
        }
        let answers = join_all(
            waiting
                .into_iter()
                .map(|(position, answer)| async move { (position, answer.await) }),
        )
        .await;
        let mut sent = Vec::with_capacity(answers.len());
        for (position, answer) in answers {
            match answer {
                Ok(acknowledged) => sent.push((position, acknowledged.sequence)),
                Err(error) if outcome.is_ok() => {
                    outcome =
                        Err(anyhow::Error::new(error).context("a publish was not acknowledged"));
                }
                Err(_) => {}
            }
        }
        counter!("outbox_sent_total", "service" => self.service).increment(sent.len() as u64);
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
        Ok(())
    }

    /// Deletes what is past its time, so that the tables stay bounded.
    async fn tidy(&self) -> anyhow::Result<()> {
        let before = self.clock.now() - chrono::TimeDelta::days(KEEP_DAYS);
        let forgotten = outbox::forget(self.database.writer(), before).await?;
        if forgotten > 0 {
            info!(
                service = self.service,
                forgotten, "old events left the outbox"
            );
        }
        Ok(())
    }
}

/// Takes the relay's lock until the end of the transaction, if no other relay holds it.
async fn lock(tx: &DatabaseTransaction) -> anyhow::Result<bool> {
    let row = tx
        .query_one_raw(Statement::from_sql_and_values(
            DbBackend::Postgres,
            "select pg_try_advisory_xact_lock($1) as held",
            [LOCK.into()],
        ))
        .await?;
    Ok(match row {
        Some(row) => row.try_get("", "held")?,
        None => false,
    })
}
