//! A disk runs full under load and is given room again: callers are told so, nothing that was answered is lost, and work goes on.
//!
//! Only root may mount a disk that is small enough: elsewhere the tests print that they did not run.

use std::sync::atomic::{AtomicU64, Ordering};

use futures::future::join_all;
use ocop_chassis::database::{Origin, Request, StoreError};
use ocop_chassis::grpc::RpcError;
use ocop_harness::{Nats, Postgres, SmallDisk, eventually};
use tonic::Code;
use uuid::Uuid;

use crate::setup::{
    all_sent, all_took_effect_once_in_order, consumer, count, counter, number, relay, settings,
    store,
};
use crate::toy::{Count, Refused, Store, Watching};

const CALLERS: u128 = 6;
const EACH: u64 = 60;

fn disk(megabytes: u32) -> Option<SmallDisk> {
    let disk = SmallDisk::of(megabytes);
    if disk.is_none() {
        println!("NOT RUN: no small disk can be mounted here, so none was filled");
    }
    disk
}

/// Counts with a request id until it is answered. `full` counts how often there was no room.
async fn insist(store: &Store, (of, number): (u128, u64), full: &AtomicU64) {
    let case = Count {
        counter: counter(of),
        times: 1,
    };
    let id = Uuid::from_u128(of << 64 | u128::from(number)).to_string();
    let request = Request::new(&id, &id).unwrap();
    let origin = Origin::task("counting");
    let total = eventually("an answer", async || {
        let failed = match store.execute(&origin, &request, &case, |total| total).await {
            Ok(total) => return Some(total),
            Err(Refused::Store(failed @ StoreError::Unavailable(_))) => failed,
            Err(other) => panic!("not told to try again: {other:?}"),
        };
        let error = RpcError::from(failed);
        assert_eq!(error.code, Code::Unavailable);
        full.fetch_add(u64::from(error.reason == "STORAGE_FULL"), Ordering::Relaxed);
        None
    })
    .await;
    assert_eq!(total, number, "the request was done once");
}

/// Has callers at work on a database whose disk is full until a call has been refused and `again` has made room.
async fn goes_on(url: &str, disk: &SmallDisk, again: impl Future<Output = ()>) {
    let nats = Nats::start().await;
    let (store, settings) = (store(url).await, settings(&nats.url()));
    let _relay = relay(&store, &settings).await;
    let _consumer = consumer(&store, &settings, Watching::new("a")).await;
    let full = AtomicU64::new(0);
    let callers = (1..=CALLERS).map(async |of| {
        for number in 1..=EACH {
            insist(&store, (of, number), &full).await;
        }
    });
    let fault = async {
        eventually("some work to be done", async || {
            number(&store, "select count(*) from outbox").await > 30
        })
        .await;
        disk.fill();
        eventually("a caller to be told that the disk is full", async || {
            full.load(Ordering::Relaxed) > 0
        })
        .await;
        // A small change may still find room between two that do not.
        eventually("readiness to tell of it", async || {
            !store.database().has_room()
        })
        .await;
        disk.free();
        again.await;
    };
    tokio::join!(join_all(callers), fault);
    assert!(store.database().has_room());
    let all = CALLERS as i64 * EACH as i64;
    assert_eq!(number(&store, "select count(*) from outbox").await, all);
    assert_eq!(number(&store, "select count(*) from requests").await, all);
    all_sent(&store).await;
    all_took_effect_once_in_order(&store, all as usize).await;
}

#[tokio::test]
async fn postgresql_with_a_full_disk_refuses_what_it_cannot_keep_and_goes_on_with_room() {
    let Some(disk) = disk(512) else {
        return;
    };
    let postgres = Postgres::start_on(&disk).await;
    let url = postgres.create_database().await;
    // Whether it ends by itself depends on which file is to grow; whoever watches it starts it again.
    goes_on(&url, &disk, postgres.restart()).await;
}

#[tokio::test]
async fn sqlite_with_a_full_disk_refuses_what_it_cannot_keep_and_goes_on_with_room() {
    let Some(disk) = disk(16) else {
        return;
    };
    let url = format!("sqlite://{}/toy.db?mode=rwc", disk.folder().display());
    goes_on(&url, &disk, async {}).await;
}

#[tokio::test]
async fn events_wait_for_a_broker_whose_disk_is_full_and_are_sent_once_there_is_room() {
    let Some(disk) = disk(64) else {
        return;
    };
    let database = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/toy.db?mode=rwc", database.path().display());
    let nats = Nats::start_on(&disk).await;
    let (store, settings) = (store(&url).await, settings(&nats.url()));
    let _relay = relay(&store, &settings).await;
    let _consumer = consumer(&store, &settings, Watching::new("a")).await;
    count(&store, counter(1), 1).await;
    all_sent(&store).await;

    disk.fill();
    // Callers notice nothing: what they change is recorded with its event.
    let mut changes = 1;
    eventually("the broker to take no more", async || {
        count(&store, counter(1), 50).await;
        changes += 50;
        let waiting = "select count(*) from outbox where sent_at is null";
        number(&store, waiting).await > 200
    })
    .await;
    disk.free();
    // It gave the disk up with the first write that failed; whoever watches it starts it again.
    nats.restart().await;
    all_sent(&store).await;
    all_took_effect_once_in_order(&store, changes).await;
}
