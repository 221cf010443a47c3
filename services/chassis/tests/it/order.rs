//! The consumer: whatever comes, how often and in which order, every event takes effect once and
//! after the one before it.

use ocop_chassis::messaging;
use ocop_harness::{Nats, eventually, on_both_engines, on_postgres};

use crate::outside::Outside;
use crate::setup::{
    all_took_effect_once_in_order, consumer, count, counter, delivery, effects, event, number,
    relay, settings, store,
};
use crate::toy::Watching;

on_both_engines!(
    the_same_events_three_times_and_in_the_wrong_order_take_effect_once_and_in_order,
    async |url: String| {
        let nats = Nats::start().await;
        let outside = Outside::of(&nats).await;
        let store = store(&url).await;
        // One at a time and a few at once, so that some meet in one batch and some do not.
        let arrivals = [3, 1, 3, 5, 2, 1, 4, 2, 5, 3, 4, 2, 1, 5, 4];
        for (copy, version) in arrivals.into_iter().enumerate() {
            outside
                .publish(&event(counter(1), version), &format!("copy {copy}"))
                .await;
        }
        let settings = messaging::Settings {
            batch: 2,
            ..settings(&nats.url())
        };
        let _consumer = consumer(&store, &settings, Watching::new("a")).await;
        all_took_effect_once_in_order(&store, 5).await;
        outside.all_answered().await;
        all_took_effect_once_in_order(&store, 5).await;
        assert_eq!(number(&store, "select count(*) from parked").await, 0);
        assert_eq!(number(&store, "select count(*) from inbox").await, 5);
    }
);

on_both_engines!(
    what_comes_before_the_event_it_follows_is_parked_and_released_even_after_a_restart,
    async |url: String| {
        let nats = Nats::start().await;
        let outside = Outside::of(&nats).await;
        let first = store(&url).await;
        let settings = settings(&nats.url());
        let working = consumer(&first, &settings, Watching::new("a")).await;
        for version in [1, 3, 4] {
            outside.publish(&event(counter(1), version), "").await;
        }
        // Another counter is not held up.
        outside.publish(&event(counter(2), 1), "").await;
        eventually("two parked events", async || {
            number(&first, "select count(*) from parked").await == 2
        })
        .await;
        outside.all_answered().await;
        assert_eq!(effects(&first).await[&counter(1)], [1]);
        assert_eq!(effects(&first).await[&counter(2)], [1]);
        working.crash().await;
        drop(first);

        let second = store(&url).await;
        let _consumer = consumer(&second, &settings, Watching::new("b")).await;
        outside.publish(&event(counter(1), 2), "").await;
        all_took_effect_once_in_order(&second, 5).await;
        eventually("an empty parking place", async || {
            number(&second, "select count(*) from parked").await == 0
        })
        .await;
    }
);

on_both_engines!(
    early_events_of_one_batch_and_parked_ones_of_another_are_released_together,
    async |url: String| {
        let nats = Nats::start().await;
        let store = store(&url).await;
        let settings = settings(&nats.url());
        let consumer = delivery(&store, &settings, Watching::new("a")).await;
        let of = |version| event(counter(1), version);
        consumer.apply(&[of(4), of(6)]).await.unwrap();
        consumer.apply(&[of(3), of(5), of(2), of(5)]).await.unwrap();
        consumer.release().await.unwrap();
        assert!(effects(&store).await.is_empty());
        consumer.apply(&[of(1)]).await.unwrap();
        consumer.release().await.unwrap();
        assert_eq!(effects(&store).await[&counter(1)], [1, 2, 3, 4, 5, 6]);
        assert_eq!(number(&store, "select count(*) from parked").await, 0);
    }
);

#[tokio::test]
async fn two_consumers_share_the_work_and_every_event_takes_effect_once_in_order() {
    on_postgres(async |url: String| {
        let nats = Nats::start().await;
        let outside = Outside::of(&nats).await;
        let replicas = [store(&url).await, store(&url).await];
        let settings = messaging::Settings {
            batch: 5,
            ..settings(&nats.url())
        };
        for of in 1..=12 {
            count(&replicas[0], counter(of), 25).await;
        }
        let _relay = relay(&replicas[0], &settings).await;
        let _consumers = [
            consumer(&replicas[0], &settings, Watching::new("one")).await,
            consumer(&replicas[1], &settings, Watching::new("other")).await,
        ];
        all_took_effect_once_in_order(&replicas[0], 300).await;
        outside.all_answered().await;
        all_took_effect_once_in_order(&replicas[0], 300).await;
        let hands = "select count(distinct seen_by) from effects";
        assert_eq!(number(&replicas[0], hands).await, 2, "both worked");
    })
    .await;
}
