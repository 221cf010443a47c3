//! PostgreSQL goes away in mid-work and comes back, or another server takes its place: callers are told to try again, and nothing that
//! was answered is lost.

use futures::future::join_all;
use ocop_chassis::database::{Origin, Request, StoreError};
use ocop_harness::{Nats, Postgres, Proxy, eventually};
use uuid::Uuid;

use crate::setup::{
    all_sent, all_took_effect_once_in_order, consumer, counter, number, relay, settings, store,
};
use crate::toy::{Count, Refused, Store, Watching};

const CALLERS: u128 = 6;
const EACH: u64 = 60;

/// Asks until it is answered, as a caller with a request id may. Gives how often it was turned away.
async fn insist(store: &Store, of: u128, number: u64) -> u64 {
    let case = Count {
        counter: counter(of),
        times: 1,
    };
    let origin = Origin::task("counting");
    let id = Uuid::from_u128(of << 64 | u128::from(number)).to_string();
    let request = Request::new(&id, &id).unwrap();
    let mut turned_away = 0;
    let total = eventually("an answer", async || {
        match store.execute(&origin, &request, &case, |total| total).await {
            Ok(total) => Some(total),
            Err(Refused::Store(StoreError::Unavailable(_))) => {
                turned_away += 1;
                None
            }
            Err(other) => panic!("not told to try again: {other:?}"),
        }
    })
    .await;
    assert_eq!(total, number, "the request was done once");
    turned_away
}

/// Has callers at work on the database at `url` while `fault` happens to it.
async fn goes_on(url: &str, fault: impl Future<Output = ()>) {
    let nats = Nats::start().await;
    let (store, settings) = (store(url).await, settings(&nats.url()));
    let _relay = relay(&store, &settings).await;
    let _consumer = consumer(&store, &settings, Watching::new("a")).await;
    let callers = (1..=CALLERS).map(async |of| {
        let mut turned_away = 0;
        for number in 1..=EACH {
            turned_away += insist(&store, of, number).await;
        }
        turned_away
    });
    let fault = async {
        eventually("some work to be done", async || {
            number(&store, "select count(*) from outbox").await > 30
        })
        .await;
        fault.await;
    };
    let (turned_away, ()) = tokio::join!(join_all(callers), fault);
    let turned_away: u64 = turned_away.into_iter().sum();
    assert!(turned_away > 0, "nobody noticed that PostgreSQL was away");
    let all = CALLERS as i64 * EACH as i64;
    assert_eq!(number(&store, "select count(*) from outbox").await, all);
    assert_eq!(number(&store, "select count(*) from requests").await, all);
    all_sent(&store).await;
    all_took_effect_once_in_order(&store, all as usize).await;
}

#[tokio::test]
async fn postgresql_restarted_under_load_loses_nothing_that_was_answered() {
    let postgres = Postgres::start().await;
    let url = postgres.create_database().await;
    goes_on(&url, postgres.restart()).await;
}

#[tokio::test]
async fn postgresql_killed_under_load_loses_nothing_that_was_answered() {
    let postgres = Postgres::start().await;
    let url = postgres.create_database().await;
    goes_on(&url, async {
        postgres.kill().await;
        postgres.restart().await;
    })
    .await;
}

#[tokio::test]
async fn a_replica_that_is_promoted_under_load_has_everything_that_was_answered() {
    let postgres = Postgres::start().await;
    let url = postgres.create_database().await;
    let replica = postgres.replica().await;
    let name = Proxy::to(&postgres.address()).await;
    goes_on(&name.url(&url).unwrap(), async {
        postgres.kill().await;
        replica.promote().await;
        name.redirect(&replica.address()).await;
    })
    .await;
}
