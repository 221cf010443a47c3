//! A publisher that is newer than its subscriber.

use ocop_chassis::messaging::Event;
use ocop_harness::{Nats, on_both_engines};

use crate::office::Office;
use crate::setup::{counter, effects, event};

/// An event of a type that the subscriber was not written for.
fn of_type(version: u64, name: &str, major: u32) -> Event {
    Event {
        kind: format!("ocop.counting.counter.{name}.v{major}"),
        subject: format!("ocop.counting.v1.counter.{name}.51"),
        ..event(counter(1), version)
    }
}

on_both_engines!(
    an_event_of_an_unknown_type_is_read_like_the_known_ones_or_passed_over_and_holds_up_nothing,
    async |url: String| {
        let nats = Nats::start().await;
        let office = Office::open(&url, &nats).await;
        let named = Event {
            data: r#"{"name":"Lý Sơn"}"#.into(),
            ..of_type(2, "named", 1)
        };
        office
            .publish(&[
                event(counter(1), 1),
                named.clone(),
                of_type(3, "recounted", 1),
                // The same words mean something else.
                of_type(4, "counted", 2),
                event(counter(1), 5),
            ])
            .await;
        let _working = office.work().await;
        office.has_applied(&[1, 3, 5]).await;
        office.dead(0).await;
        assert_eq!(office.parked().await, 0);
        // A copy of what was passed over is known.
        office.publish(&[named, event(counter(1), 6)]).await;
        office.has_applied(&[1, 3, 5, 6]).await;
    }
);

on_both_engines!(
    fields_that_the_subscriber_does_not_know_are_no_obstacle,
    async |url: String| {
        let nats = Nats::start().await;
        let office = Office::open(&url, &nats).await;
        let mut data: serde_json::Value =
            serde_json::from_slice(&event(counter(1), 1).data).unwrap();
        data["colour"] = "blue".into();
        let richer = Event {
            data: serde_json::to_vec(&data).unwrap(),
            ..event(counter(1), 1)
        };
        office.publish(&[richer]).await;
        let _working = office.work().await;
        office.has_applied(&[1]).await;
        assert_eq!(effects(&office.store).await.len(), 1);
    }
);
