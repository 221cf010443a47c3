//! Events that are larger than a broker takes.

use chrono::{Offset as _, Utc};
use ocop_chassis::clock::Clock;
use ocop_chassis::database::{EncodedEvent, Origin, StoreError};
use ocop_chassis::sealing::Keyring;
use ocop_harness::{Nats, eventually, on_both_engines};
use sea_orm::{ConnectionTrait as _, DbBackend};

use crate::outside::Outside;
use crate::setup::{
    all_sent, all_took_effect_once_in_order, consumer, count, counter, effects, noon, number,
    relay, settings, store,
};
use crate::toy::{Count, Counted, Refused, Store, Watching, encode};

fn encode_at_length(event: &Counted) -> EncodedEvent {
    EncodedEvent {
        data: vec![b' '; 1_000_001],
        ..encode(event)
    }
}

on_both_engines!(
    an_event_that_no_broker_would_take_is_refused_where_it_is_recorded,
    async |url: String| {
        let small = store(&url).await;
        let store = Store::new(
            small.database().clone(),
            Clock::fixed(noon(), Utc.fix()),
            encode_at_length,
            Keyring::ephemeral().unwrap(),
        );
        let case = Count {
            counter: counter(1),
            times: 1,
        };
        let refused = store.run(&Origin::task("counting"), &case).await;
        assert!(matches!(
            refused,
            Err(Refused::Store(StoreError::EventTooLarge {
                bytes: 1_000_001,
                ..
            }))
        ));
        assert_eq!(number(&small, "select count(*) from counters").await, 0);
        assert_eq!(number(&small, "select count(*) from outbox").await, 0);
    }
);

on_both_engines!(
    an_event_that_the_broker_does_not_take_waits_aside_and_those_after_it_are_sent,
    async |url: String| {
        let nats = Nats::start_with("max_payload: 4096").await;
        let store = store(&url).await;
        for of in 1..=3 {
            count(&store, counter(of), 3).await;
        }
        let execute = async |postgres: &str, sqlite: &str| {
            let db = store.database().writer();
            let sql = match store.database().engine() {
                DbBackend::Postgres => postgres,
                _ => sqlite,
            };
            db.execute_unprepared(sql).await.unwrap();
        };
        // The second count of the second counter is as good as before, and five thousand spaces longer.
        execute(
            "update outbox set data = convert_to(repeat(' ', 5000), 'UTF8') || data where position = 5",
            "update outbox set data = cast(printf('%5000s', '') || cast(data as text) as blob) where position = 5",
        )
        .await;
        let settings = settings(&nats.url());
        let _relay = relay(&store, &settings).await;
        let _consumer = consumer(&store, &settings, Watching::new("a")).await;
        eventually("all others to be sent", async || {
            number(
                &store,
                "select count(*) from outbox where sent_at is not null",
            )
            .await
                == 8
        })
        .await;
        let aside = "select count(*) from outbox where sent_at is null and position = 5 \
                     and refused = 'LARGER_THAN_THE_BROKER_TAKES'";
        assert_eq!(number(&store, aside).await, 1);
        Outside::of(&nats).await.all_answered().await;
        // What follows it waits at the consumer, in order.
        assert_eq!(effects(&store).await[&counter(2)], [1]);
        assert_eq!(effects(&store).await[&counter(3)], [1, 2, 3]);

        // With the next connection it is tried again.
        execute(
            "update outbox set data = convert_to(ltrim(convert_from(data, 'UTF8')), 'UTF8') where position = 5",
            "update outbox set data = cast(ltrim(cast(data as text)) as blob) where position = 5",
        )
        .await;
        nats.restart().await;
        all_sent(&store).await;
        all_took_effect_once_in_order(&store, 9).await;
    }
);
