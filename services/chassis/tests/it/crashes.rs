//! A crash between any two steps of the way of an event repeats a step, and nothing else.

use ocop_chassis::messaging;
use ocop_harness::{Nats, Proxy, eventually, eventually_within, on_both_engines};
use std::time::Duration;

use crate::outside::Outside;
use crate::setup::{
    NEVER_MS, all_sent, all_took_effect_once_in_order, consumer, count, counter, effects, gated,
    number, recorded, relay, settings, store,
};
use crate::toy::Watching;

/// The broker delivers again what a dead consumer held, after the time it waits for an answer.
const REDELIVERY: Duration = Duration::from_secs(60);

on_both_engines!(
    a_crash_between_the_commit_and_the_sending_loses_nothing,
    async |url: String| {
        let nats = Nats::start().await;
        let settings = settings(&nats.url());
        let before = store(&url).await;
        count(&before, counter(1), 3).await;
        drop(before);
        let after = store(&url).await;
        let _relay = relay(&after, &settings).await;
        let _consumer = consumer(&after, &settings, Watching::new("a")).await;
        all_took_effect_once_in_order(&after, 3).await;
    }
);

on_both_engines!(
    a_relay_that_dies_waiting_for_the_broker_is_replaced_by_another,
    async |url: String| {
        let nats = Nats::start().await;
        let proxy = Proxy::to(&nats.address()).await;
        let store = store(&url).await;
        let through = messaging::Settings {
            ack_seconds: 600,
            ..settings(&proxy.url(&nats.url()).unwrap())
        };
        let dying = relay(&store, &through).await;
        count(&store, counter(1), 1).await;
        all_sent(&store).await;
        let outside = Outside::of(&nats).await;
        // What the relay says arrives, what the broker answers does not.
        proxy.pause();
        count(&store, counter(1), 3).await;
        dying.crash().await;
        proxy.cut().await;
        let _relay = relay(&store, &settings(&nats.url())).await;
        all_sent(&store).await;
        let versions: Vec<u64> = outside
            .held()
            .await
            .iter()
            .map(|(_, event)| event.version)
            .collect();
        assert_eq!(versions, [1, 2, 3, 4]);
    }
);

on_both_engines!(
    a_crash_between_the_sending_and_the_mark_leaves_one_copy_in_the_stream,
    async |url: String| {
        let nats = Nats::start().await;
        let outside = Outside::of(&nats).await;
        let store = store(&url).await;
        count(&store, counter(1), 3).await;
        for event in recorded(&store).await {
            outside.publish(&event, &event.id.to_string()).await;
        }
        let _relay = relay(&store, &settings(&nats.url())).await;
        all_sent(&store).await;
        let held = outside.held().await;
        let versions: Vec<(u64, u64)> = held
            .iter()
            .map(|(sequence, event)| (*sequence, event.version))
            .collect();
        assert_eq!(versions, [(1, 1), (2, 2), (3, 3)]);
        let marked = "select count(*) from outbox where stream_seq = position";
        assert_eq!(number(&store, marked).await, 3);
    }
);

on_both_engines!(
    a_second_copy_that_the_stream_lets_through_has_no_second_effect,
    async |url: String| {
        let nats = Nats::start().await;
        let outside = Outside::of(&nats).await;
        let store = store(&url).await;
        count(&store, counter(1), 3).await;
        for event in recorded(&store).await {
            outside
                .publish(&event, &format!("{}/again", event.id))
                .await;
        }
        let settings = settings(&nats.url());
        let _relay = relay(&store, &settings).await;
        all_sent(&store).await;
        assert_eq!(outside.held().await.len(), 6);
        let _consumer = consumer(&store, &settings, Watching::new("a")).await;
        all_took_effect_once_in_order(&store, 3).await;
        outside.all_answered().await;
        all_took_effect_once_in_order(&store, 3).await;
    }
);

on_both_engines!(
    a_consumer_that_dies_before_the_commit_leaves_no_effect_behind,
    async |url: String| {
        let nats = Nats::start().await;
        let outside = Outside::of(&nats).await;
        let store = store(&url).await;
        let settings = settings(&nats.url());
        count(&store, counter(1), 3).await;
        let _relay = relay(&store, &settings).await;
        all_sent(&store).await;
        let (handler, _shut) = gated("first");
        let arrived = handler.arrived.clone();
        let dying = consumer(&store, &settings, handler).await;
        eventually("the effects to be written", async || {
            arrived.available_permits() > 0
        })
        .await;
        dying.crash().await;
        assert!(effects(&store).await.is_empty());
        let _consumer = consumer(&store, &settings, Watching::new("second")).await;
        eventually_within(REDELIVERY, "the events to come again", async || {
            !effects(&store).await.is_empty()
        })
        .await;
        all_took_effect_once_in_order(&store, 3).await;
        outside.all_answered().await;
    }
);

on_both_engines!(
    a_consumer_that_dies_between_the_effect_and_the_acknowledgement_repeats_no_effect,
    async |url: String| {
        let nats = Nats::start().await;
        let outside = Outside::of(&nats).await;
        let store = store(&url).await;
        count(&store, counter(1), 3).await;
        let _relay = relay(&store, &settings(&nats.url())).await;
        all_sent(&store).await;

        let proxy = Proxy::to(&nats.address()).await;
        let (handler, gate) = gated("first");
        let arrived = handler.arrived.clone();
        let through = settings(&proxy.url(&nats.url()).unwrap());
        let dying = consumer(&store, &through, handler).await;
        eventually("the effects to be written", async || {
            arrived.available_permits() > 0
        })
        .await;
        // From here on the broker hears nothing of it, and it goes on to commit.
        proxy.cut().await;
        gate.add_permits(100);
        eventually("the effects to be committed", async || {
            number(&store, "select count(*) from effects").await == 3
        })
        .await;
        dying.crash().await;

        let _consumer = consumer(&store, &settings(&nats.url()), Watching::new("second")).await;
        eventually_within(REDELIVERY, "the events to come again", async || {
            outside.delivered().await > 3
        })
        .await;
        outside.all_answered().await;
        all_took_effect_once_in_order(&store, 3).await;
        let second = "select count(*) from effects where seen_by = 'second'";
        assert_eq!(number(&store, second).await, 0);
    }
);

#[tokio::test]
async fn a_relay_that_is_told_to_stop_sends_what_is_there_first() {
    ocop_harness::on_sqlite(async |url: String| {
        let nats = Nats::start().await;
        let store = store(&url).await;
        let settings = messaging::Settings {
            poll_ms: NEVER_MS,
            ..settings(&nats.url())
        };
        let working = relay(&store, &settings).await;
        count(&store, counter(1), 1).await;
        all_sent(&store).await;
        count(&store, counter(1), 50).await;
        working.finish().await;
        let waiting = "select count(*) from outbox where sent_at is null";
        assert_eq!(number(&store, waiting).await, 0);
    })
    .await;
}
