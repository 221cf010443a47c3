//! A caller that hangs up: its call is dropped wherever it stands, and its connection goes to somebody else.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use chrono::Offset as _;
use ocop_chassis::clock::Clock;
use ocop_chassis::config::Secret;
use ocop_chassis::database::{self, Database, Origin, Request};
use ocop_harness::on_both_engines;
use sea_orm::{ConnectionTrait as _, Statement};
use uuid::Uuid;

use crate::setup::{counter, keyring, noon, number, store};
use crate::toy::{Count, Store, encode};

/// Runs `call` until it has had to wait more than `waits` times, and drops it there. `None` if it was dropped.
async fn cancelled_after<T>(waits: usize, call: impl Future<Output = T>) -> Option<T> {
    let (mut call, mut left) = (pin!(call), waits);
    poll_fn(|context| match call.as_mut().poll(context) {
        Poll::Ready(answer) => Poll::Ready(Some(answer)),
        Poll::Pending if left == 0 => Poll::Ready(None),
        Poll::Pending => {
            left -= 1;
            Poll::Pending
        }
    })
    .await
}

/// The store with one connection that may write: whoever comes next gets the one that was given back.
async fn with_one_connection(url: &str) -> Store {
    let settings = database::Settings {
        url: Secret::new(url),
        max_connections: 1,
        migrate_at_start: false,
        group_commit: true,
        generic_plans: true,
        transaction_pooler: false,
        seal_seconds: 60,
    };
    let database = Database::open(&settings).await.unwrap();
    let clock = Clock::fixed(noon(), chrono::Utc.fix());
    Store::new(database, clock, encode, keyring())
}

/// Writes a row without a transaction, as the next user of the connection may. In a transaction that was left
/// open, nobody else would ever see it.
async fn write(store: &Store, id: Uuid) {
    let db = store.database().writer();
    let statement = Statement::from_sql_and_values(
        store.database().engine(),
        "insert into counters (id, version) values ($1, 0)",
        [id.into()],
    );
    db.execute_raw(statement).await.unwrap();
}

on_both_engines!(
    a_call_that_is_dropped_at_any_await_gives_its_connection_back_without_a_transaction,
    async |url: String| {
        let others = store(&url).await;
        let store = with_one_connection(&url).await;
        let (origin, case) = (
            Origin::task("counting"),
            Count {
                counter: counter(1),
                times: 1,
            },
        );
        let (mut dropped, mut answered, mut written) = (0_i64, 0_i64, 0_i64);
        // By itself and as an rpc does it.
        for through_rpc in [false, true] {
            for waits in 0.. {
                let id = Uuid::from_u128(1 << 80 | waits as u128).to_string();
                let request = Request::new(&id, &id).unwrap();
                let done = if through_rpc {
                    let call = store.execute(&origin, &request, &case, |total| total);
                    cancelled_after(waits, call).await
                } else {
                    cancelled_after(waits, store.run(&origin, &case)).await
                };
                written += 1;
                write(&store, counter(1_000 + written as u128)).await;
                let seen = "select count(*) from counters where version = 0";
                assert_eq!(
                    number(&others, seen).await,
                    written,
                    "after {waits} waits the connection was in a transaction"
                );
                match done {
                    Some(answer) => {
                        answer.unwrap();
                        answered += 1;
                        break;
                    }
                    None => dropped += 1,
                }
            }
        }
        assert_eq!(answered, 2);
        assert!(dropped >= 2, "a call waits more than {dropped} times");
        // What was dropped was done whole or not at all.
        let total = format!(
            "select version from counters where id = {}",
            literal(&store)
        );
        let events = number(&others, "select count(*) from outbox").await;
        assert_eq!(number(&others, &total).await, events);
        assert_eq!(number(&others, "select count(*) from audit").await, events);
        assert!(events >= answered);
    }
);

/// The id of the first counter as it stands in a statement.
fn literal(store: &Store) -> String {
    match store.database().engine() {
        sea_orm::DbBackend::Postgres => format!("'{}'", counter(1)),
        _ => format!("x'{}'", counter(1).simple()),
    }
}
