//! What can never be applied goes to the dead letters with the reason, holds up nothing but its own
//! aggregate, and comes back when an operator says so.

use ocop_chassis::messaging::Event;
use ocop_chassis::messaging::dead_letters::Redriven;
use ocop_harness::{Nats, eventually, on_both_engines};

use crate::office::Office;
use crate::setup::{all_took_effect_once_in_order, counter, effects, event};

fn of(version: u64) -> Event {
    event(counter(1), version)
}

fn unreadable(version: u64) -> Event {
    Event {
        data: b"{\"counter\":".to_vec(),
        ..of(version)
    }
}

on_both_engines!(
    what_cannot_be_decoded_is_put_aside_and_the_rest_of_its_batch_takes_effect,
    async |url: String| {
        let nats = Nats::start().await;
        let office = Office::open(&url, &nats).await;
        office.publish(&[of(1)]).await;
        let mut headers = of(2).headers();
        headers.insert("ce-sequence", "two");
        let subject = of(2).subject;
        let raw = |headers| {
            office
                .outside
                .publish_raw(&subject, headers, b"{}".to_vec())
        };
        raw(headers).await;
        raw(async_nats::HeaderMap::new()).await;
        let bad_body = Event {
            data: "không phải JSON".as_bytes().to_vec(),
            ..event(counter(2), 1)
        };
        office.publish(&[bad_body.clone(), of(2), of(3)]).await;
        let _working = office.work().await;
        office.has_applied(&[1, 2, 3]).await;

        let dead = office.dead(3).await;
        for letter in &dead {
            assert_eq!(letter.reason, "UNDECODABLE");
            assert_eq!(letter.consumer, "watching-counters");
            assert_eq!(letter.subject, subject);
            assert_eq!(letter.deliveries, 1);
        }
        assert!(dead[0].detail.contains("ce-sequence"), "{}", dead[0].detail);
        assert!(dead[1].detail.contains("no headers"), "{}", dead[1].detail);
        assert_eq!(dead[2].data, bad_body.data);
        assert!(!effects(&office.store).await.contains_key(&counter(2)));
    }
);

on_both_engines!(
    a_refused_event_parks_those_that_follow_it_until_it_is_redriven,
    async |url: String| {
        let nats = Nats::start().await;
        let office = Office::open(&url, &nats).await;
        office.dislikes(&[2]);
        office
            .publish(&[of(1), of(2), of(3), of(4), event(counter(2), 1)])
            .await;
        let _working = office.work().await;
        office.has_applied(&[1]).await;
        let letter = office.dead(1).await.remove(0);
        assert_eq!(letter.reason, "DISLIKED");
        assert_eq!(letter.detail, "2 is not liked");
        assert_eq!(office.parked().await, 2);
        assert_eq!(effects(&office.store).await[&counter(2)], [1]);

        let again = office.letters.redrive(letter.sequence).await.unwrap();
        assert!(matches!(again, Redriven::Refused(why) if why.contains("2 is not liked")));
        assert_eq!(office.dead(1).await[0].sequence, letter.sequence);
        office.has_applied(&[1]).await;

        office.dislikes(&[]);
        let again = office.letters.redrive(letter.sequence).await.unwrap();
        assert!(matches!(again, Redriven::Applied));
        office.has_applied(&[1, 2, 3, 4]).await;
        office.dead(0).await;
        assert_eq!(office.parked().await, 0);
        let gone = office.letters.redrive(letter.sequence).await.unwrap();
        assert!(matches!(gone, Redriven::Unknown));
    }
);

on_both_engines!(
    an_unreadable_event_that_came_too_early_does_not_take_the_one_before_it_along,
    async |url: String| {
        let nats = Nats::start().await;
        let office = Office::open(&url, &nats).await;
        let _working = office.work().await;
        office.publish(&[of(1), unreadable(3), of(4)]).await;
        let letter = office.dead(1).await.remove(0);
        office.publish(&[of(2)]).await;
        office.has_applied(&[1, 2]).await;
        assert_eq!(office.parked().await, 1);
        let again = office.letters.redrive(letter.sequence).await.unwrap();
        assert!(matches!(again, Redriven::Refused(why) if why.contains("UNDECODABLE")));
        // The owner sends what it should have been.
        office.publish(&[of(3)]).await;
        office.has_applied(&[1, 2, 3, 4]).await;
        assert_eq!(office.parked().await, 0);
    }
);

on_both_engines!(
    a_parked_event_that_is_refused_does_not_take_the_one_before_it_along,
    async |url: String| {
        let nats = Nats::start().await;
        let office = Office::open(&url, &nats).await;
        office.dislikes(&[3]);
        let _working = office.work().await;
        office.publish(&[of(1), of(3), of(4)]).await;
        eventually("two parked events", async || office.parked().await == 2).await;
        office.publish(&[of(2)]).await;
        office.has_applied(&[1, 2]).await;
        let letter = office.dead(1).await.remove(0);
        assert_eq!(
            (letter.reason.as_str(), letter.data),
            ("DISLIKED", of(3).data)
        );
        eventually("only what follows it to be parked", async || {
            office.parked().await == 1
        })
        .await;
        office.dislikes(&[]);
        let again = office.letters.redrive(letter.sequence).await.unwrap();
        assert!(matches!(again, Redriven::Applied));
        office.has_applied(&[1, 2, 3, 4]).await;
        assert_eq!(office.parked().await, 0);
    }
);

on_both_engines!(
    a_dead_letter_of_a_consumer_that_is_no_more_is_not_touched,
    async |url: String| {
        let nats = Nats::start().await;
        let office = Office::open(&url, &nats).await;
        let mut headers = of(1).headers();
        headers.insert("ocop-dead-consumer", "somebody-else");
        office
            .outside
            .publish_raw("ocop.dead.watching.somebody-else", headers, of(1).data)
            .await;
        office.dead(0).await;
        assert!(office.letters.get(1).await.unwrap().is_none());
        let again = office.letters.redrive(1).await.unwrap();
        assert!(matches!(again, Redriven::Unknown));
        assert!(effects(&office.store).await.is_empty());
    }
);

on_both_engines!(
    refused_and_good_events_of_many_counters_end_where_they_belong,
    async |url: String| {
        let nats = Nats::start().await;
        let office = Office::open(&url, &nats).await;
        office.dislikes(&[3]);
        for version in 1..=5 {
            for of in 1..=6 {
                office.publish(&[event(counter(of), version)]).await;
            }
        }
        let _working = office.work().await;
        let dead = office.dead(6).await;
        all_took_effect_once_in_order(&office.store, 12).await;
        office.dislikes(&[]);
        for letter in dead {
            let again = office.letters.redrive(letter.sequence).await.unwrap();
            assert!(matches!(again, Redriven::Applied));
        }
        all_took_effect_once_in_order(&office.store, 30).await;
        assert_eq!(office.parked().await, 0);
    }
);
