//! Parked events: released many at a time, fairly, and acknowledged in time.

use std::collections::BTreeMap;
use std::time::Duration;

use async_nats::jetstream::consumer::{PullConsumer, pull};
use futures::StreamExt as _;
use ocop_chassis::messaging::{self, Event};
use ocop_harness::{Nats, eventually, on_both_engines, on_postgres};

use crate::outside::{Outside, STREAM};
use crate::setup::{
    all_took_effect_once_in_order, consumer, counter, delivery, effects, event, gated, number,
    settings, store,
};
use crate::toy::Watching;

on_both_engines!(
    hundreds_of_parked_events_are_released_with_a_few_transactions,
    async |url: String| {
        let nats = Nats::start().await;
        let store = store(&url).await;
        let handler = Watching::new("a");
        let consumer = delivery(&store, &settings(&nats.url()), handler.clone()).await;
        let early: Vec<Event> = (2..=350)
            .map(|version| event(counter(1), version))
            .collect();
        consumer.apply(&early).await.unwrap();
        assert_eq!(number(&store, "select count(*) from parked").await, 349);
        assert_eq!(handler.arrived.available_permits(), 0);
        consumer.apply(&[event(counter(1), 1)]).await.unwrap();
        consumer.release().await.unwrap();
        all_took_effect_once_in_order(&store, 350).await;
        // A batch is 100: the first takes 101 along.
        assert_eq!(handler.arrived.available_permits(), 4);
        assert_eq!(number(&store, "select count(*) from parked").await, 0);
    }
);

on_both_engines!(
    one_aggregate_with_many_parked_events_does_not_hold_up_the_others,
    async |url: String| {
        let nats = Nats::start().await;
        let store = store(&url).await;
        let consumer = delivery(&store, &settings(&nats.url()), Watching::new("a")).await;
        let hot = (2..=400).map(|version| event(counter(1), version));
        let others = (2..=6).flat_map(|of| [2, 3].map(|version| event(counter(of), version)));
        let early: Vec<Event> = hot.chain(others).collect();
        consumer.apply(&early).await.unwrap();
        let firsts: Vec<Event> = (1..=6).map(|of| event(counter(of), 1)).collect();
        consumer.apply(&firsts).await.unwrap();
        // The first transaction has taken all of the others along.
        let found = effects(&store).await;
        for of in 2..=6 {
            assert_eq!(found[&counter(of)], [1, 2, 3]);
        }
        assert_eq!(found[&counter(1)].len(), 91);
        consumer.release().await.unwrap();
        all_took_effect_once_in_order(&store, 415).await;
    }
);

on_both_engines!(
    a_refused_event_among_hundreds_that_are_parked_is_found_in_a_few_steps,
    async |url: String| {
        let nats = Nats::start().await;
        let _outside = Outside::of(&nats).await;
        let store = store(&url).await;
        let handler = Watching::new("a");
        handler.refuses.lock().unwrap().insert(77);
        let consumer = delivery(&store, &settings(&nats.url()), handler.clone()).await;
        for of in 1..=8 {
            let early: Vec<Event> = (2..=90)
                .map(|version| event(counter(of), version))
                // Only one of them has a bad one.
                .filter(|event| of == 1 || event.version < 77)
                .collect();
            consumer.apply(&early).await.unwrap();
        }
        let firsts: Vec<Event> = (1..=8).map(|of| event(counter(of), 1)).collect();
        // The events themselves are not to blame.
        consumer.apply(&firsts).await.ok();
        consumer.apply(&firsts[..1]).await.ok();
        consumer.release().await.unwrap();
        let found = effects(&store).await;
        assert_eq!(found[&counter(1)].len(), 76);
        for of in 2..=8 {
            assert_eq!(found[&counter(of)].len(), 76, "of counter {of}");
        }
        assert_eq!(number(&store, "select count(*) from parked").await, 13);
        let effects_written = handler.arrived.available_permits();
        assert!(effects_written < 40, "{effects_written} transactions");
    }
);

on_both_engines!(
    a_batch_that_takes_longer_than_the_broker_waits_does_not_come_again,
    async |url: String| {
        let nats = Nats::start().await;
        let outside = Outside::of(&nats).await;
        let store = store(&url).await;
        let stream = outside.jetstream.get_stream(STREAM).await.unwrap();
        let durable: PullConsumer = stream.get_consumer("watching-counters").await.unwrap();
        let config = &durable.cached_info().config;
        let impatient = pull::Config {
            durable_name: config.durable_name.clone(),
            filter_subject: config.filter_subject.clone(),
            filter_subjects: config.filter_subjects.clone(),
            max_ack_pending: config.max_ack_pending,
            max_deliver: -1,
            ack_wait: Duration::from_secs(2),
            ..pull::Config::default()
        };
        stream.create_consumer(impatient).await.unwrap();
        for version in 1..=60 {
            outside.publish(&event(counter(1), version), "").await;
        }
        let client = async_nats::connect(nats.url()).await.unwrap();
        let mut answers = client.subscribe("$JS.ACK.>").await.unwrap();
        client.flush().await.unwrap();

        let settings = messaging::Settings {
            batch: 20,
            ..settings(&nats.url())
        };
        let (handler, gate) = gated("a");
        let _consumer = consumer(&store, &settings, handler).await;
        // Often enough for twice the time that the broker would have waited.
        let mut progress_of: BTreeMap<String, u32> = BTreeMap::new();
        while progress_of.values().all(|times| *times < 7) {
            let answer = answers.next().await.unwrap();
            assert_eq!(&answer.payload[..], b"+WPI", "the batch is not done");
            *progress_of.entry(answer.subject.to_string()).or_default() += 1;
        }
        gate.add_permits(1_000);
        all_took_effect_once_in_order(&store, 60).await;
        outside.all_answered().await;
        assert_eq!(outside.delivered().await, 60);
    }
);

#[tokio::test]
async fn two_replicas_catch_up_with_hot_counters_in_few_transactions() {
    on_postgres(async |url: String| {
        let nats = Nats::start().await;
        let outside = Outside::of(&nats).await;
        let replicas = [store(&url).await, store(&url).await];
        // Half of all counts on four counters, and neighbours out of order everywhere.
        let mut next: BTreeMap<u128, u64> = BTreeMap::new();
        let mut events: Vec<Event> = (0..800_u128)
            .map(|n| if n % 2 == 0 { n / 2 % 4 } else { 10 + n % 90 })
            .map(|of| {
                let version = next.entry(of).or_default();
                *version += 1;
                event(counter(of), *version)
            })
            .collect();
        for some in events.chunks_mut(40) {
            some.reverse();
        }
        for event in &events {
            outside.publish(event, "").await;
        }
        let settings = messaging::Settings {
            batch: 50,
            ..settings(&nats.url())
        };
        let handlers = [Watching::new("one"), Watching::new("other")];
        let _consumers = [
            consumer(&replicas[0], &settings, handlers[0].clone()).await,
            consumer(&replicas[1], &settings, handlers[1].clone()).await,
        ];
        all_took_effect_once_in_order(&replicas[0], 800).await;
        outside.all_answered().await;
        eventually("nothing to be parked", async || {
            number(&replicas[0], "select count(*) from parked").await == 0
        })
        .await;
        let transactions: usize = handlers
            .iter()
            .map(|handler| handler.arrived.available_permits())
            .sum();
        assert!(
            transactions < 120,
            "{transactions} transactions for 800 events"
        );
    })
    .await;
}
