//! The relay: what is recorded is sent, in order, whatever the broker is up to.

use std::collections::BTreeMap;

use ocop_chassis::messaging;
use ocop_harness::{Nats, eventually, on_both_engines, on_postgres};
use uuid::Uuid;

use crate::outside::Outside;
use crate::setup::{
    NEVER_MS, all_sent, all_took_effect_once_in_order, consumer, count, count_at_once, counter,
    number, recorded, relay, settings, store,
};
use crate::toy::Watching;

on_both_engines!(
    what_is_recorded_is_sent_in_order_and_marked_with_its_place_in_the_stream,
    async |url: String| {
        let nats = Nats::start().await;
        let store = store(&url).await;
        for round in 0..5 {
            for of in 1..=3 {
                count_at_once(&store, counter(of), 1 + round % 2)
                    .await
                    .unwrap();
            }
        }
        // Several passes of the relay.
        let settings = messaging::Settings {
            batch: 4,
            ..settings(&nats.url())
        };
        let _relay = relay(&store, &settings).await;
        all_sent(&store).await;
        let held = Outside::of(&nats).await.held().await;
        let events: Vec<_> = held.iter().map(|(_, event)| event.clone()).collect();
        assert_eq!(events, recorded(&store).await);
        assert_eq!(events.len(), 21);
        let sql = "select count(*) from outbox where sent_at is not null and stream_seq = position";
        assert_eq!(
            number(&store, sql).await,
            21,
            "the first position and the first sequence are both 1"
        );
    }
);

on_both_engines!(
    a_commit_wakes_the_relay_without_any_polling,
    async |url: String| {
        let nats = Nats::start().await;
        let store = store(&url).await;
        let settings = messaging::Settings {
            poll_ms: NEVER_MS,
            ..settings(&nats.url())
        };
        let _relay = relay(&store, &settings).await;
        // Once the first is sent the relay has nothing to wake it but a commit.
        for _ in 0..3 {
            count(&store, counter(1), 1).await;
            all_sent(&store).await;
        }
    }
);

on_both_engines!(
    events_recorded_before_nats_is_there_wait_and_arrive,
    async |url: String| {
        let nats = Nats::start().await;
        nats.stop().await;
        let store = store(&url).await;
        let settings = settings(&nats.url());
        let _relay = relay(&store, &settings).await;
        let _consumer = consumer(&store, &settings, Watching::new("a")).await;
        count(&store, counter(1), 5).await;
        assert_eq!(
            number(&store, "select count(*) from outbox where sent_at is null").await,
            5
        );
        nats.restart().await;
        all_took_effect_once_in_order(&store, 5).await;
    }
);

on_both_engines!(
    the_service_works_on_while_nats_is_away_and_its_events_arrive_later,
    async |url: String| {
        let nats = Nats::start().await;
        let store = store(&url).await;
        let settings = settings(&nats.url());
        let _relay = relay(&store, &settings).await;
        let _consumer = consumer(&store, &settings, Watching::new("a")).await;
        count(&store, counter(1), 5).await;
        all_took_effect_once_in_order(&store, 5).await;
        nats.stop().await;
        count(&store, counter(1), 5).await;
        count(&store, counter(2), 5).await;
        nats.restart().await;
        all_took_effect_once_in_order(&store, 15).await;
    }
);

on_both_engines!(
    a_nats_that_is_killed_under_load_loses_and_repeats_nothing,
    async |url: String| {
        let nats = Nats::start().await;
        let store = store(&url).await;
        let settings = settings(&nats.url());
        let _relay = relay(&store, &settings).await;
        let _consumer = consumer(&store, &settings, Watching::new("a")).await;
        let load = tokio::spawn({
            let store = store.clone();
            async move {
                for round in 0..200 {
                    count(&store, counter(round % 7), 1).await;
                }
            }
        });
        for part in 1..=3 {
            eventually("a part to be sent", async || {
                let sql = "select count(*) from outbox where sent_at is not null";
                number(&store, sql).await >= part * 20
            })
            .await;
            nats.kill().await;
            nats.restart().await;
        }
        load.await.unwrap();
        all_took_effect_once_in_order(&store, 200).await;
    }
);

#[tokio::test]
async fn two_relays_send_nothing_twice_and_keep_the_order_of_each_aggregate() {
    on_postgres(async |url: String| {
        let nats = Nats::start().await;
        let replicas = [store(&url).await, store(&url).await];
        let settings = messaging::Settings {
            batch: 7,
            ..settings(&nats.url())
        };
        let _relays = [
            relay(&replicas[0], &settings).await,
            relay(&replicas[1], &settings).await,
        ];
        let callers: Vec<_> = (0..10)
            .map(|of: u128| {
                let store = replicas[of as usize % 2].clone();
                tokio::spawn(async move { count(&store, counter(of), 20).await })
            })
            .collect();
        for caller in callers {
            caller.await.unwrap();
        }
        all_sent(&replicas[0]).await;
        let mut versions: BTreeMap<Uuid, Vec<u64>> = BTreeMap::new();
        for (_, event) in Outside::of(&nats).await.held().await {
            versions
                .entry(event.aggregate_id)
                .or_default()
                .push(event.version);
        }
        assert_eq!(versions.len(), 10);
        for versions in versions.into_values() {
            assert_eq!(versions, (1..=20).collect::<Vec<u64>>());
        }
    })
    .await;
}
