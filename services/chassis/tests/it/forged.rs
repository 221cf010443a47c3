//! Messages that a broken or hostile publisher may send: none of them takes effect, fills the database, comes again
//! for ever or holds up a good one.

use async_nats::HeaderMap;
use metrics_exporter_prometheus::PrometheusBuilder;
use ocop_chassis::messaging::dead_letters::Redriven;
use ocop_chassis::messaging::{self, Event};
use ocop_harness::{Nats, eventually, on_both_engines};

use crate::office::Office;
use crate::setup::{counter, effects, event, settings};

fn of(version: u64) -> Event {
    event(counter(1), version)
}

/// The event with as many spaces after its body as the broker just takes.
async fn publish_as_large_as_can_be(office: &Office, event: &Event, most: usize) {
    for length in (event.data.len()..most).rev() {
        let mut data = event.data.clone();
        data.resize(length, b' ');
        let (subject, headers) = (event.subject.clone(), event.headers());
        let jetstream = &office.outside.jetstream;
        let sent = jetstream.publish_with_headers(subject, headers, data.into());
        if let Ok(acknowledged) = sent.await
            && acknowledged.await.is_ok()
        {
            return;
        }
    }
    panic!("the broker takes nothing");
}

on_both_engines!(
    an_event_as_large_as_the_broker_takes_is_put_aside_without_its_body_and_the_others_go_on,
    async |url: String| {
        let nats = Nats::start_with("max_payload: 4096").await;
        let office = Office::open(&url, &nats).await;
        office.dislikes(&[2]);
        office.publish(&[of(1), event(counter(2), 1)]).await;
        publish_as_large_as_can_be(&office, &of(2), 4_096).await;
        office.publish(&[of(3), event(counter(3), 1)]).await;
        let _working = office.work().await;
        office.has_applied(&[1]).await;
        for other in [2, 3] {
            assert_eq!(effects(&office.store).await[&counter(other)], [1]);
        }
        let letter = office.dead(1).await.remove(0);
        assert_eq!(letter.reason, "DISLIKED");
        assert_eq!(letter.stream, "OCOP_COUNTING");
        assert_eq!(letter.stream_sequence, 3);
        assert!(letter.data.is_empty() && letter.left_out > 3_000);

        // The body is with the owner: it publishes the event again.
        office.dislikes(&[]);
        let again = office.letters.redrive(letter.sequence).await.unwrap();
        assert!(matches!(again, Redriven::Refused(why) if why.contains("publish")));
        office.publish(&[of(2)]).await;
        office.has_applied(&[1, 2, 3]).await;
        let again = office.letters.redrive(letter.sequence).await.unwrap();
        assert!(matches!(again, Redriven::Applied));
        office.dead(0).await;
    }
);

on_both_engines!(
    headers_that_command_the_broker_or_fill_a_message_do_not_keep_it_from_the_dead_letters,
    async |url: String| {
        let nats = Nats::start().await;
        let office = Office::open(&url, &nats).await;
        let mut commanding = of(1).headers();
        commanding.insert("Nats-Expected-Stream", "OCOP_COUNTING");
        commanding.insert("ocop-dead-body-left-out", "17");
        let mut long = HeaderMap::new();
        for (name, value) in of(1).headers().iter() {
            long.insert(name.clone(), value[0].clone());
        }
        long.insert("ce-type", "x".repeat(20_000));
        long.insert("ocop-note", "y".repeat(30_000));
        long.insert("nats-note", "z".repeat(10_000));
        let subject = of(1).subject;
        for headers in [commanding, long] {
            let poison = b"{".to_vec();
            office.outside.publish_raw(&subject, headers, poison).await;
        }
        office.publish(&[of(1)]).await;
        let _working = office.work().await;
        office.has_applied(&[1]).await;
        for letter in office.dead(2).await {
            assert_eq!((letter.data.as_slice(), letter.left_out), (&b"{"[..], 0));
        }
        assert_eq!(office.outside.delivered().await, 3, "none comes again");
    }
);

on_both_engines!(
    an_event_whose_subject_type_and_body_contradict_each_other_takes_no_effect,
    async |url: String| {
        let nats = Nats::start().await;
        let office = Office::open(&url, &nats).await;
        // The body of another counter, and a subject of another event.
        let overwriting = Event {
            data: of(1).data,
            ..event(counter(2), 1)
        };
        let misplaced = Event {
            subject: "ocop.counting.v1.counter.reset.51".to_owned(),
            ..of(1)
        };
        office.publish(&[overwriting, misplaced, of(1)]).await;
        let _working = office.work().await;
        office.has_applied(&[1]).await;
        assert!(!effects(&office.store).await.contains_key(&counter(2)));
        for letter in office.dead(2).await {
            assert_eq!(letter.reason, "CONTRADICTORY", "{}", letter.detail);
        }
        // The right one still finds its place.
        office.publish(&[event(counter(2), 1)]).await;
        eventually("the right event", async || {
            effects(&office.store).await.contains_key(&counter(2))
        })
        .await;
    }
);

on_both_engines!(
    events_far_ahead_of_what_is_known_are_not_parked,
    async |url: String| {
        let nats = Nats::start().await;
        let office = Office::open(&url, &nats).await;
        office.publish(&[of(1), of(1 << 62), of(2_000_000)]).await;
        let _working = office.work().await;
        office.has_applied(&[1]).await;
        for letter in office.dead(2).await {
            assert_eq!(letter.reason, "TOO_FAR_AHEAD", "{}", letter.detail);
        }
        assert_eq!(office.parked().await, 0);
        office.publish(&[of(2)]).await;
        office.has_applied(&[1, 2]).await;
    }
);

on_both_engines!(
    parked_events_are_bounded_for_one_aggregate_and_in_all_and_counted,
    async |url: String| {
        let recorder = PrometheusBuilder::new().build_recorder();
        let metrics = recorder.handle();
        let _recording = metrics::set_default_local_recorder(&recorder);
        let nats = Nats::start().await;
        let settings = messaging::Settings {
            max_parked_per_aggregate: 5,
            max_parked: 8,
            ..settings(&nats.url())
        };
        let office = Office::open_with(&url, &nats, settings).await;
        let _working = office.work().await;
        for version in 2..=9 {
            office.publish(&[of(version)]).await;
        }
        office.dead(3).await;
        for version in 2..=6 {
            office.publish(&[event(counter(2), version)]).await;
        }
        for letter in office.dead(5).await {
            assert_eq!(letter.reason, "TOO_MANY_PARKED", "{}", letter.detail);
        }
        office.outside.all_answered().await;
        assert_eq!(office.parked().await, 8);
        let gauge = |expected: &str| {
            let rendered = metrics.render();
            let mut lines = rendered.lines();
            lines.any(|line| line.starts_with("events_parked{") && line.ends_with(expected))
        };
        eventually("the gauge", async || gauge(" 8")).await;

        // What was kept goes on as soon as it can, and what was not comes back from the dead letters.
        office.publish(&[of(1), event(counter(2), 1)]).await;
        office.has_applied(&[1, 2, 3, 4, 5, 6]).await;
        for letter in office.dead(5).await {
            let again = office.letters.redrive(letter.sequence).await.unwrap();
            assert!(matches!(again, Redriven::Applied), "{again:?}");
        }
        office.has_applied(&[1, 2, 3, 4, 5, 6, 7, 8, 9]).await;
        assert_eq!(
            effects(&office.store).await[&counter(2)],
            [1, 2, 3, 4, 5, 6]
        );
        eventually("the gauge", async || gauge(" 0")).await;
    }
);
