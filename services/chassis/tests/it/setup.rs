//! What the tests of the messaging share: the toy's store on a database, its relays and consumers as
//! tasks that can be dropped in mid-work, and questions to the tables and the stream.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Offset as _, Utc};
use ocop_chassis::clock::Clock;
use ocop_chassis::config::Secret;
use ocop_chassis::database::{self, Database, Origin, migrate};
use ocop_chassis::messaging::consumer::{Consumer, Handler as _};
use ocop_chassis::messaging::relay::Relay;
use ocop_chassis::messaging::set_up::SetUp;
use ocop_chassis::messaging::{self, Event};
use ocop_chassis::sealing::{self, Keyring};
use ocop_harness::{SEALING_KEY, eventually, eventually_within};
use sea_orm::{ConnectionTrait, Statement};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::toy::{Count, Counted, Migrator, Refused, SERVICE, Store, WATCHER, Watching, encode};

/// An hour: a relay with this never looks by itself during a test.
pub(crate) const NEVER_MS: u64 = 3_600_000;

/// A counter's id.
pub(crate) fn counter(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub(crate) fn noon() -> DateTime<Utc> {
    "2026-11-20T05:00:00Z".parse().unwrap()
}

/// Settings for a nats-server.
pub(crate) fn settings(nats: &str) -> messaging::Settings {
    messaging::Settings {
        url: nats.to_owned(),
        user: String::new(),
        password: Secret::new(""),
        credentials: String::new(),
        setup_user: String::new(),
        setup_password: Secret::new(""),
        setup_credentials: String::new(),
        ca: None,
        tls_certificate: None,
        tls_key: None,
        replicas: 1,
        keep_days: 30,
        batch: 100,
        poll_ms: 50,
        compare_seconds: 3_600,
        ack_seconds: 2,
        max_parked_per_aggregate: 1_000,
        max_parked: 10_000,
    }
}

/// The key of all replicas.
pub(crate) fn keyring() -> Keyring {
    let settings = sealing::Settings {
        keys: vec![Secret::new(SEALING_KEY)],
        development: false,
    };
    settings.keyring().unwrap()
}

/// Settings for a database.
pub(crate) fn database_settings(url: &str) -> database::Settings {
    database::Settings {
        url: Secret::new(url),
        max_connections: 8,
        migrate_at_start: true,
        group_commit: true,
        generic_plans: true,
        transaction_pooler: false,
        seal_seconds: 60,
    }
}

/// Opens the toy's store, with its schema.
pub(crate) async fn store(url: &str) -> Store {
    let database = Database::open(&database_settings(url)).await.unwrap();
    migrate::<Migrator>(&database).await.unwrap();
    Store::new(database, Clock::fixed(noon(), Utc.fix()), encode, keyring())
}

/// A relay or a consumer at work. Dropped, it is dropped in mid-work, as in a crash.
pub(crate) struct Working {
    task: JoinHandle<()>,
    stop: CancellationToken,
}

impl Working {
    pub(crate) fn start(
        work: impl Future<Output = ()> + Send + 'static,
        stop: CancellationToken,
    ) -> Self {
        Self {
            task: tokio::spawn(work),
            stop,
        }
    }

    /// Lets it finish what it has in hand.
    pub(crate) async fn finish(mut self) {
        self.stop.cancel();
        (&mut self.task).await.unwrap();
    }

    /// Ends it where it stands.
    pub(crate) async fn crash(mut self) {
        self.task.abort();
        (&mut self.task).await.ok();
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The set-up of the toy's stream and of its dead letters.
pub(crate) async fn set_ups(settings: &messaging::Settings) -> [SetUp; 2] {
    let counting = SetUp::connect(settings, SERVICE, [Watching::CONSUMER]);
    let watching = SetUp::connect(settings, WATCHER, []);
    [counting.await.unwrap(), watching.await.unwrap()]
}

/// Starts a relay with a connection of its own, and keeps the streams set up.
pub(crate) async fn relay(store: &Store, settings: &messaging::Settings) -> Working {
    let [counting, watching] = set_ups(settings).await;
    let stop = CancellationToken::new();
    let relay = relay_alone(store, settings).await.run(stop.clone());
    let kept = (counting.keep(stop.clone()), watching.keep(stop.clone()));
    let work = async {
        tokio::join!(relay, kept.0, kept.1);
    };
    Working::start(work, stop)
}

/// A relay that finds what somebody else has set up.
pub(crate) async fn relay_alone(store: &Store, settings: &messaging::Settings) -> Relay {
    let client = messaging::connect(settings, SERVICE).await.unwrap();
    Relay::new(store, client, settings, SERVICE)
}

/// A consumer with a connection of its own that does not work yet.
pub(crate) async fn delivery(
    store: &Store,
    settings: &messaging::Settings,
    handler: Watching,
) -> Consumer<Counted, Watching> {
    let client = messaging::connect(settings, WATCHER).await.unwrap();
    Consumer::new(store.clone(), handler, client, settings, WATCHER)
}

/// Starts a consumer with a connection of its own.
pub(crate) async fn consumer(
    store: &Store,
    settings: &messaging::Settings,
    handler: Watching,
) -> Working {
    let consumer = delivery(store, settings, handler).await;
    let stop = CancellationToken::new();
    Working::start(consumer.run(stop.clone()), stop)
}

/// Counts a counter up, each time in a transaction of its own.
pub(crate) async fn count(store: &Store, counter: Uuid, times: u64) {
    for _ in 0..times {
        count_at_once(store, counter, 1).await.unwrap();
    }
}

/// Counts a counter up several times in one transaction.
pub(crate) async fn count_at_once(
    store: &Store,
    counter: Uuid,
    times: u64,
) -> Result<u64, Refused> {
    let case = Count { counter, times };
    store.run(&Origin::task("counting"), &case).await
}

/// One number out of a table.
pub(crate) async fn number(store: &Store, sql: &str) -> i64 {
    let db = store.database().reader();
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let row = db.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

/// The versions that took effect, in the order in which they did, by counter.
pub(crate) async fn effects(store: &Store) -> BTreeMap<Uuid, Vec<u64>> {
    let db = store.database().reader();
    let statement = Statement::from_string(
        db.get_database_backend(),
        "select counter, version from effects order by position",
    );
    let mut found: BTreeMap<Uuid, Vec<u64>> = BTreeMap::new();
    for row in db.query_all_raw(statement).await.unwrap() {
        let version: i64 = row.try_get_by_index(1).unwrap();
        let of_counter = found.entry(row.try_get_by_index(0).unwrap()).or_default();
        of_counter.push(version as u64);
    }
    found
}

/// Waits until `many` effects are there, then checks that those of each counter are 1, 2, 3, …
pub(crate) async fn all_took_effect_once_in_order(store: &Store, many: usize) {
    all_took_effect_once_in_order_within(Duration::from_secs(30), store, many).await;
}

/// The same, with another limit to the waiting.
pub(crate) async fn all_took_effect_once_in_order_within(
    limit: Duration,
    store: &Store,
    many: usize,
) {
    eventually_within(limit, &format!("{many} effects"), async || {
        let found: usize = effects(store).await.values().map(Vec::len).sum();
        if found >= many { Ok(()) } else { Err(found) }
    })
    .await;
    let found = effects(store).await;
    assert_eq!(found.values().map(Vec::len).sum::<usize>(), many);
    for (counter, versions) in found {
        let whole: Vec<u64> = (1..=versions.len() as u64).collect();
        assert_eq!(versions, whole, "of counter {counter}");
    }
}

/// Waits until the relay has nothing left to send.
pub(crate) async fn all_sent(store: &Store) {
    eventually("an outbox without unsent rows", async || {
        let waiting = number(store, "select count(*) from outbox where sent_at is null").await;
        if waiting == 0 { Ok(()) } else { Err(waiting) }
    })
    .await;
}

/// The `version`th count of a counter as an event, without any outbox.
pub(crate) fn event(counter: Uuid, version: u64) -> Event {
    let draft = encode(&Counted {
        counter,
        total: version,
    });
    Event {
        id: Uuid::from_u128(counter.as_u128() << 64 | u128::from(version)),
        kind: draft.event_type,
        aggregate_type: "counter".to_owned(),
        aggregate_id: counter,
        version,
        time: noon(),
        snapshot: false,
        traceparent: String::new(),
        subject: draft.subject,
        data: draft.data,
    }
}

/// What the outbox holds, as events, in the order of recording.
pub(crate) async fn recorded(store: &Store) -> Vec<Event> {
    let db = store.database().reader();
    let statement = Statement::from_string(
        db.get_database_backend(),
        "select event_id, aggregate_id, version, recorded_at, data from outbox order by position",
    );
    let rows = db.query_all_raw(statement).await.unwrap();
    let read = |row: &sea_orm::QueryResult| {
        let version: i64 = row.try_get("", "version").unwrap();
        Event {
            id: row.try_get("", "event_id").unwrap(),
            time: row.try_get("", "recorded_at").unwrap(),
            data: row.try_get("", "data").unwrap(),
            ..event(row.try_get("", "aggregate_id").unwrap(), version as u64)
        }
    };
    rows.iter().map(read).collect()
}

/// Shares a handler's doors with the test.
pub(crate) fn gated(name: &'static str) -> (Watching, Arc<tokio::sync::Semaphore>) {
    let gate = Arc::new(tokio::sync::Semaphore::new(0));
    let handler = Watching {
        gate: Some(Arc::clone(&gate)),
        ..Watching::new(name)
    };
    (handler, gate)
}
