//! A subscriber that lost its memory after the owner forgot its history starts with a snapshot.

use ocop_chassis::messaging;
use ocop_chassis::messaging::replay::{Selection, replay};
use ocop_harness::{Nats, eventually, on_both_engines};
use sea_orm::ConnectionTrait as _;
use uuid::Uuid;

use crate::outside::Outside;
use crate::setup::{
    all_sent, all_took_effect_once_in_order, consumer, count, counter, effects, number, relay,
    settings, store,
};
use crate::toy::{SERVICE, Store, Watching};

/// Waits until just these versions took effect, in this order, and nothing waits.
async fn applied(store: &Store, outside: &Outside, versions: &[u64]) {
    eventually("the effects", async || {
        let found = effects(store).await.remove(&counter(1));
        if found.as_deref() == Some(versions) {
            Ok(())
        } else {
            Err(found)
        }
    })
    .await;
    outside.all_answered().await;
    assert_eq!(effects(store).await[&counter(1)], versions);
    eventually("nothing to be parked", async || {
        number(store, "select count(*) from parked").await == 0
    })
    .await;
}

on_both_engines!(
    what_the_outbox_has_forgotten_is_made_up_for_by_a_snapshot_of_the_present_state,
    async |url: String| {
        let nats = Nats::start().await;
        let outside = Outside::of(&nats).await;
        let store = store(&url).await;
        let settings = settings(&nats.url());
        let _relay = relay(&store, &settings).await;
        let working = consumer(&store, &settings, Watching::new("a")).await;
        count(&store, counter(1), 4).await;
        all_took_effect_once_in_order(&store, 4).await;
        all_sent(&store).await;
        working.finish().await;

        // The consumer begins with an empty database, the owner has deleted what is old.
        let execute = async |sql: &str| {
            let db = store.database().writer();
            db.execute_unprepared(sql).await.unwrap();
        };
        for table in ["effects", "inbox", "heads"] {
            execute(&format!("delete from {table}")).await;
        }
        execute("delete from outbox where version < 4").await;
        let _consumer = consumer(&store, &settings, Watching::new("b")).await;
        let client = messaging::connect(&settings, SERVICE).await.unwrap();
        let again = async |snapshots, marker| {
            let selection = Selection {
                aggregate_id: Some(counter(1)),
                snapshots,
                ..Selection::default()
            };
            let marker = Uuid::from_u128(marker);
            replay(store.database(), &client, &selection, marker)
                .await
                .unwrap()
        };
        assert_eq!(again(false, 1).await, 1);
        count(&store, counter(1), 1).await;
        eventually("the last two to wait for the first three", async || {
            number(&store, "select count(*) from parked").await == 2
        })
        .await;
        outside.all_answered().await;
        assert!(effects(&store).await.is_empty());

        assert_eq!(again(true, 2).await, 1);
        applied(&store, &outside, &[5]).await;
        // From there on as ever, and the same snapshot once more changes nothing.
        count(&store, counter(1), 2).await;
        applied(&store, &outside, &[5, 6, 7]).await;
        assert_eq!(again(true, 3).await, 1);
        applied(&store, &outside, &[5, 6, 7]).await;
    }
);
