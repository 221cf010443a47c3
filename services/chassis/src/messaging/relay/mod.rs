//! The relay: sends what the outbox holds, in order, and writes down what the broker acknowledged.
//!
//! It is woken by every commit of its own process and polls from time to time for what other replicas
//! recorded. On PostgreSQL one relay at a time works, held by an advisory lock of a transaction (session locks
//! break behind poolers); on SQLite the process is alone. Publishing happens in one pipeline on one connection,
//! so that the stream keeps the order of the outbox; a row whose acknowledgement does not come stays unsent and
//! is sent again, and the consumers put right what that does to the order.
//!
//! An event is published as soon as it is found and marked a little later, together with those after it: a lone
//! event costs one query, and its share of a mark. The relay keeps its lock until the mark is committed, so no
//! other relay takes an unmarked row for an unsent one. A crash in between sends the events again; the broker
//! drops the copies by their message ids.

mod backlog;
mod publish;
mod session;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use async_nats::connection::State;
use async_nats::jetstream;
use metrics::counter;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tracing::{debug, info, warn};

use self::session::{MARK_DELAY, Session};
use super::outbox;
use super::{Settings, back_off, loss};
use crate::database::{Database, Store};
use crate::messaging::history::History;
use crate::telemetry::outage::{BEING_MADE, BROKER, Outage};

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
    /// The greatest sequence that the stream has given here.
    newest: Arc<AtomicU64>,
    /// Whether the stream gave a sequence for the second time: it began anew, and holds nothing of before.
    began_anew: Arc<AtomicBool>,
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
            newest: Arc::default(),
            began_anew: Arc::default(),
        }
    }

    /// Works until `stop`, then sends once more what is there and ends.
    pub async fn run(self, stop: CancellationToken) {
        counter!("outbox_sent_total", "service" => self.service).increment(0);
        counter!("outbox_lost_by_broker_total", "service" => self.service).increment(0);
        let mut work = Work::default();
        let outage = Outage::new("the stream", BEING_MADE);
        let mut failures = 0;
        let mut woken = false;
        loop {
            let last = stop.is_cancelled();
            if is_due(work.reported, self.compare_interval()) {
                work.reported = Some(Instant::now());
                self.report_backlog().await;
            }
            let outcome = self.step(&mut work, woken, last).await;
            let wait = match outcome {
                Ok(found) => {
                    failures = 0;
                    outage.works(self.service);
                    BROKER.works(self.service);
                    self.wait(&work, found, woken)
                }
                Err(error) => {
                    self.give_up(&mut work).await;
                    let error = format!("{error:#}");
                    if self.client.connection_state() == State::Connected {
                        outage.failed(self.service, &error);
                    } else {
                        BROKER.failed(self.service, &error);
                    }
                    failures += 1;
                    back_off(failures, Duration::from_millis(50), Duration::from_secs(2))
                }
            };
            if last {
                return;
            }
            woken = tokio::select! {
                () = self.events_recorded.notified(), if failures == 0 => true,
                () = tokio::time::sleep(wait) => false,
                () = stop.cancelled() => true,
            };
        }
    }

    fn compare_interval(&self) -> Duration {
        Duration::from_secs(self.settings.compare_seconds)
    }

    /// How long to wait for a commit before the next step.
    fn wait(&self, work: &Work, found: Found, woken: bool) -> Duration {
        let poll = Duration::from_millis(self.settings.poll_ms);
        match work.session.as_ref().and_then(Session::mark_at) {
            Some(mark_at) => poll.min(mark_at.saturating_duration_since(Instant::now())),
            // The other relay may have begun its last query before our commit: ask once more when it is done.
            None if found == Found::Busy && woken => poll.min(MARK_DELAY),
            None => poll,
        }
    }

    /// Sends again what the stream lost, sends what is there and marks what is due.
    async fn step(&self, work: &mut Work, woken: bool, last: bool) -> anyhow::Result<Found> {
        let connection = self.client.statistics().connects.load(Ordering::Relaxed);
        anyhow::ensure!(
            self.client.connection_state() == State::Connected,
            "not connected to NATS"
        );
        if work.connection != connection {
            // Another connection may lead to a broker that takes more.
            outbox::retry_refused(self.database.writer()).await?;
        }
        let every = self.compare_interval();
        let anew = self.began_anew.swap(false, Ordering::Relaxed);
        if anew || work.connection != connection || is_due(work.compared, every) {
            self.end(work).await?;
            self.compare().await?;
            (work.connection, work.compared) = (connection, Some(Instant::now()));
        }
        let due = |session: &Session| session.mark_at().is_none_or(|at| at <= Instant::now());
        let mut found = Found::All;
        if woken || last || !work.session.as_ref().is_some_and(due) {
            found = self.send_all(work, woken || last).await?;
        }
        if last || work.session.as_ref().is_some_and(due) {
            self.end(work).await?;
        }
        if is_due(work.cleaned, CLEANUP_INTERVAL) {
            self.delete_expired().await?;
            work.cleaned = Some(Instant::now());
        }
        Ok(found)
    }

    /// Sends until nothing is left and marks it.
    ///
    /// # Errors
    /// The database or the broker failed; what was acknowledged is marked.
    pub async fn drain(&self) -> anyhow::Result<()> {
        let mut work = Work::default();
        let outcome = self.send_all(&mut work, true).await;
        self.end(&mut work).await?;
        outcome.map(|_| ())
    }

    /// Sends until nothing is left. `expected`: a commit said that there is something.
    async fn send_all(&self, work: &mut Work, expected: bool) -> anyhow::Result<Found> {
        loop {
            if work.session.is_none() {
                // Most polls find nothing, which one query without a transaction shows.
                if !expected && !outbox::any_unsent(self.database.reader()).await? {
                    return Ok(Found::Nothing);
                }
                work.session = Session::begin(&self.database).await?;
            }
            let Some(session) = &mut work.session else {
                return Ok(Found::Busy);
            };
            // None begins while a relay runs.
            let history = match work.history {
                Some(history) => history,
                None => *work
                    .history
                    .insert(History::of(self.database.reader()).await?),
            };
            let more = self.send(session, history).await?;
            if !more {
                return Ok(Found::All);
            }
            self.end(work).await?;
        }
    }

    /// Sends batch after batch: while the broker has one, the database marks the one before it and
    /// finds the one after it. Says whether there may be more.
    async fn send(&self, session: &mut Session, history: History) -> anyhow::Result<bool> {
        let most = self.settings.batch;
        let mut rows = session.unsent(Vec::new(), most).await?;
        for batch in 1.. {
            let full = rows.len() == most;
            let positions = rows.iter().map(|row| row.position).collect();
            let in_hand = async {
                if full && batch < MAX_BATCHES {
                    session.mark(self.clock.now()).await?;
                    session.unsent(positions, most).await
                } else {
                    Ok(Vec::new())
                }
            };
            let publish = self.publish(history, rows);
            let ((sent, outcome), next) = tokio::join!(publish, in_hand);
            session.add(sent);
            outcome?;
            rows = next?;
            if rows.is_empty() {
                return Ok(full);
            }
        }
        Ok(false)
    }

    /// Marks what was sent and gives the right to send back.
    async fn end(&self, work: &mut Work) -> anyhow::Result<()> {
        match work.session.take() {
            Some(session) => session.end(self.clock.now()).await,
            None => Ok(()),
        }
    }

    /// After a failure: marks what was acknowledged, if the database takes it, and begins anew.
    async fn give_up(&self, work: &mut Work) {
        if let Err(error) = self.end(work).await {
            debug!(
                service = self.service,
                error = format!("{error:#}"),
                "sent events could not be marked; they are sent again"
            );
        }
        work.connection = 0;
    }

    /// Compares the outbox with the stream.
    async fn compare(&self) -> anyhow::Result<()> {
        let lost = loss::find_and_requeue(&self.database, &self.jetstream, self.service).await?;
        if lost > 0 {
            warn!(
                service = self.service,
                lost, "the broker lost acknowledged events; they are sent again"
            );
            counter!("outbox_lost_by_broker_total", "service" => self.service).increment(lost);
        }
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

/// Where a relay is in its work.
#[derive(Default)]
struct Work {
    session: Option<Session>,
    history: Option<History>,
    /// The connection that the stream was made and compared on: another may lead to a broker that lost
    /// something, even if it came between two polls.
    connection: u64,
    compared: Option<Instant>,
    reported: Option<Instant>,
    cleaned: Option<Instant>,
}

/// What the relay found to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    Nothing,
    /// Something, and all of it was sent.
    All,
    /// Another relay is at work; what is there is in its hands.
    Busy,
}

fn is_due(done: Option<Instant>, every: Duration) -> bool {
    done.is_none_or(|done| done.elapsed() >= every)
}
