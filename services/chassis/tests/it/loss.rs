//! A broker that loses what it had acknowledged: everything, its end, or something in the middle.

use std::path::Path;

use ocop_chassis::messaging;
use ocop_harness::{Nats, eventually, on_both_engines};
use tokio_util::sync::CancellationToken;

use crate::outside::{Outside, STREAM};
use crate::setup::{
    Working, all_sent, all_took_effect_once_in_order, consumer, count, counter, number, recorded,
    relay, relay_alone, set_ups, settings, store,
};
use crate::toy::Watching;

/// Waits until the stream holds each of `many` events at the place that its outbox row names.
async fn everything_is_held(store: &crate::toy::Store, nats: &Nats, many: usize) {
    let outside = Outside::of(nats).await;
    eventually("every event to be held again", async || {
        let held = outside.held().await.len();
        if held >= many { Ok(()) } else { Err(held) }
    })
    .await;
    all_sent(store).await;
    let mut held: Vec<_> = outside.held().await;
    held.sort_by_key(|(_, event)| event.version);
    let events: Vec<_> = held.iter().map(|(_, event)| event.clone()).collect();
    assert_eq!(events, recorded(store).await);
    for (sequence, event) in held {
        let sql = format!(
            "select stream_seq from outbox where version = {}",
            event.version
        );
        assert_eq!(number(store, &sql).await, sequence as i64);
    }
}

on_both_engines!(
    a_broker_that_lost_everything_is_given_everything_again_and_nothing_is_applied_twice,
    async |url: String| {
        let nats = Nats::start().await;
        let store = store(&url).await;
        let settings = settings(&nats.url());
        let _relay = relay(&store, &settings).await;
        let _consumer = consumer(&store, &settings, Watching::new("a")).await;
        count(&store, counter(1), 20).await;
        all_took_effect_once_in_order(&store, 20).await;
        all_sent(&store).await;
        nats.wipe().await;
        everything_is_held(&store, &nats, 20).await;
        count(&store, counter(1), 5).await;
        all_took_effect_once_in_order(&store, 25).await;
        Outside::of(&nats).await.all_answered().await;
        all_took_effect_once_in_order(&store, 25).await;
    }
);

on_both_engines!(
    a_stream_that_lost_its_end_is_given_just_that_again,
    async |url: String| {
        let nats = Nats::start().await;
        let store = store(&url).await;
        let settings = settings(&nats.url());
        let _relay = relay(&store, &settings).await;
        let _consumer = consumer(&store, &settings, Watching::new("a")).await;
        count(&store, counter(1), 7).await;
        all_took_effect_once_in_order(&store, 7).await;
        all_sent(&store).await;

        // The disk as it was then: what was acknowledged later had never reached it.
        let (kept, disk) = (nats.folder().join("kept"), nats.folder().join("store"));
        nats.stop().await;
        copy(&disk, &kept);
        nats.restart().await;
        count(&store, counter(1), 6).await;
        all_took_effect_once_in_order(&store, 13).await;
        all_sent(&store).await;
        nats.kill().await;
        std::fs::remove_dir_all(&disk).unwrap();
        copy(&kept, &disk);
        nats.restart().await;

        everything_is_held(&store, &nats, 13).await;
        let in_place = "select count(*) from outbox where stream_seq = position";
        assert_eq!(number(&store, in_place).await, 13);
        Outside::of(&nats).await.all_answered().await;
        all_took_effect_once_in_order(&store, 13).await;
    }
);

on_both_engines!(
    a_stream_with_a_hole_in_its_middle_is_mended,
    async |url: String| {
        let nats = Nats::start().await;
        let store = store(&url).await;
        let settings = settings(&nats.url());
        let _relay = relay(&store, &settings).await;
        count(&store, counter(1), 9).await;
        all_sent(&store).await;
        let outside = Outside::of(&nats).await;
        let stream = outside.jetstream.get_stream(STREAM).await.unwrap();
        assert!(stream.delete_message(4).await.unwrap());
        assert_eq!(outside.held().await.len(), 8);
        // Restarted, the broker no longer remembers the id of what it lost.
        nats.restart().await;
        everything_is_held(&store, &nats, 9).await;
        let _consumer = consumer(&store, &settings, Watching::new("a")).await;
        all_took_effect_once_in_order(&store, 9).await;
    }
);

on_both_engines!(
    a_hole_is_mended_although_the_broker_remembers_what_it_no_longer_holds,
    async |url: String| {
        let nats = Nats::start().await;
        let store = store(&url).await;
        let settings = messaging::Settings {
            compare_seconds: 1,
            ..settings(&nats.url())
        };
        let _relay = relay(&store, &settings).await;
        let _consumer = consumer(&store, &settings, Watching::new("a")).await;
        count(&store, counter(1), 9).await;
        all_took_effect_once_in_order(&store, 9).await;
        all_sent(&store).await;
        let outside = Outside::of(&nats).await;
        let stream = outside.jetstream.get_stream(STREAM).await.unwrap();
        assert!(stream.delete_message(4).await.unwrap());
        everything_is_held(&store, &nats, 9).await;
        let lost = "select count(*) from outbox where lost = 1 and version = 4";
        assert_eq!(number(&store, lost).await, 1);
        // The copy is the same event, and whoever had it drops it.
        outside.all_answered().await;
        all_took_effect_once_in_order(&store, 9).await;
    }
);

on_both_engines!(
    events_of_a_stream_that_began_anew_are_told_from_lost_ones_at_the_same_place,
    async |url: String| {
        let nats = Nats::start().await;
        let store = store(&url).await;
        count(&store, counter(1), 8).await;
        let settings = settings(&nats.url());
        let working = relay(&store, &settings).await;
        all_sent(&store).await;
        working.finish().await;
        nats.wipe().await;
        // Another replica had sent a few to the new stream before anybody compared.
        count(&store, counter(1), 2).await;
        let outside = Outside::of(&nats).await;
        for event in &recorded(&store).await[8..] {
            outside.publish(event, &event.id.to_string()).await;
        }
        let db = store.database().writer();
        let sql =
            "update outbox set sent_at = recorded_at, stream_seq = position - 8 where position > 8";
        sea_orm::ConnectionTrait::execute_unprepared(db, sql)
            .await
            .unwrap();
        let _relay = relay(&store, &settings).await;
        everything_is_held(&store, &nats, 10).await;
    }
);

on_both_engines!(
    of_a_stream_with_a_hole_and_a_lost_end_just_those_are_sent_again,
    async |url: String| {
        let nats = Nats::start().await;
        let store = store(&url).await;
        let settings = settings(&nats.url());
        let working = relay(&store, &settings).await;
        count(&store, counter(1), 20).await;
        all_sent(&store).await;
        working.finish().await;
        let outside = Outside::of(&nats).await;
        let stream = outside.jetstream.get_stream(STREAM).await.unwrap();
        for sequence in 8..=12 {
            assert!(stream.delete_message(sequence).await.unwrap());
        }
        // What was acknowledged last had never reached the disk.
        count(&store, counter(1), 3).await;
        let db = store.database().writer();
        let sql =
            "update outbox set sent_at = recorded_at, stream_seq = position where position > 20";
        sea_orm::ConnectionTrait::execute_unprepared(db, sql)
            .await
            .unwrap();
        // Restarted, the broker no longer remembers the ids of what it lost.
        nats.restart().await;
        let _relay = relay(&store, &settings).await;
        everything_is_held(&store, &nats, 23).await;
        let again = "select count(*) from outbox where lost > 0";
        assert_eq!(number(&store, again).await, 8);
        assert_eq!(
            number(&store, "select cast(sum(lost) as bigint) from outbox").await,
            8
        );
    }
);

on_both_engines!(
    a_deleted_stream_is_noticed_by_the_next_event_and_given_everything_once_it_is_set_up_again,
    async |url: String| {
        let nats = Nats::start().await;
        let store = store(&url).await;
        let settings = settings(&nats.url());
        let outside = Outside::of(&nats).await;
        let stop = CancellationToken::new();
        let working = relay_alone(&store, &settings).await.run(stop.clone());
        let _relay = Working::start(working, stop);
        count(&store, counter(1), 5).await;
        all_sent(&store).await;
        // Neither the connection breaks nor is a comparison due.
        outside.jetstream.delete_stream(STREAM).await.unwrap();
        count(&store, counter(1), 1).await;
        let waiting = "select count(*) from outbox where sent_at is null";
        assert_eq!(number(&store, waiting).await, 1);
        let [counting, _] = set_ups(&settings).await;
        counting.bring_up_to_date().await.unwrap();
        everything_is_held(&store, &nats, 6).await;
    }
);

on_both_engines!(
    a_stream_that_was_replaced_between_two_events_is_noticed_by_the_next_acknowledgement,
    async |url: String| {
        let nats = Nats::start().await;
        let store = store(&url).await;
        let settings = settings(&nats.url());
        let _relay = relay(&store, &settings).await;
        count(&store, counter(1), 5).await;
        all_sent(&store).await;
        let outside = Outside::of(&nats).await;
        outside.jetstream.delete_stream(STREAM).await.unwrap();
        let [counting, _] = set_ups(&settings).await;
        counting.bring_up_to_date().await.unwrap();
        count(&store, counter(1), 1).await;
        everything_is_held(&store, &nats, 6).await;
        let again = "select cast(sum(lost) as bigint) from outbox";
        assert_eq!(number(&store, again).await, 5, "what is new is sent once");
    }
);

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
