//! Receivers that fail, and what is sent to them then.

use chrono::TimeDelta;
use ocop_harness::{Receiver, Reply, eventually, on_both_engines};
use ocop_proto::promotion::v1 as proto;

use crate::fixture::{Fixture, certificate, id, of_product, read};

fn statuses(delivery: &proto::Delivery) -> Vec<u32> {
    let attempts = delivery.attempts.iter();
    attempts.map(|attempt| attempt.status).collect()
}

on_both_engines!(
    a_receiver_that_times_out_then_fails_then_works_gets_the_event_and_only_then_the_next,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let receiver = Receiver::start().await;
        receiver.next([Reply::Hang, Reply::Status(500)]);
        let partner = fixture.supermarket().await;
        let (subscription, _) = fixture.subscribe(&partner, receiver.url()).await;
        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2026-06-15"))
            .await;
        let delivery = fixture.after(1, &subscription).await;
        assert_eq!(delivery.state(), proto::DeliveryState::Pending);
        assert_eq!(delivery.attempts[0].error, "no answer in time");
        assert!(delivery.attempts[0].duration_ms >= 1_000);

        // The upgrade waits for its turn while another product's event does not.
        fixture
            .publish_certificate("upgraded", 2, certificate(12, 4, "2026-10-01"))
            .await;
        fixture.listing(1, proto::ListingState::Open, 4).await;
        fixture.service.clock.advance(TimeDelta::seconds(62));
        let find = async |index: usize, attempts: usize| {
            eventually(&format!("attempt {attempts}"), async || {
                let found = fixture.deliveries(&subscription).await;
                (found[index].attempts.len() == attempts).then(|| found[index].clone())
            })
            .await
        };
        let delivery = find(0, 2).await;
        assert_eq!(statuses(&delivery), [0, 500]);
        assert_eq!(delivery.attempts[1].error, "the receiver answered 500");
        fixture
            .publish_certificate("issued", 1, of_product(2, 13, 3, "2026-06-15"))
            .await;
        // The receiver has failed for a minute and is left alone for another.
        fixture.service.clock.advance(TimeDelta::seconds(63));
        eventually("the other product's event", async || {
            receiver
                .received()
                .iter()
                .any(|one| read(one).1.product_id == id(2))
        })
        .await;
        assert!(
            fixture.deliveries(&subscription).await[1]
                .attempts
                .is_empty()
        );

        fixture.service.clock.advance(TimeDelta::seconds(602));
        assert_eq!(statuses(&find(0, 3).await), [0, 500, 200]);
        find(1, 1).await;
        let events: Vec<_> = receiver
            .received()
            .iter()
            .filter(|one| read(one).1.product_id == id(1))
            .map(|one| {
                (
                    one.header("webhook-id").unwrap().to_owned(),
                    read(one).1.star,
                )
            })
            .collect();
        let stars: Vec<_> = events.iter().map(|(_, star)| *star).collect();
        assert_eq!(stars, [3, 3, 3, 4]);
        assert!(events[..3].iter().all(|(id, _)| *id == delivery.id));
    }
);

on_both_engines!(
    a_receiver_that_asks_for_time_gets_it,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let receiver = Receiver::start().await;
        receiver.next([Reply::RetryAfter(503, 300)]);
        let partner = fixture.supermarket().await;
        let (subscription, _) = fixture.subscribe(&partner, receiver.url()).await;
        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2026-06-15"))
            .await;
        let delivery = fixture.after(1, &subscription).await;
        let next = delivery.next_attempt_time.unwrap();
        let tried = delivery.attempts[0].time.unwrap();
        assert_eq!(next.seconds - tried.seconds, 300, "and not 60");
        fixture.service.clock.advance(TimeDelta::seconds(305));
        assert_eq!(statuses(&fixture.after(2, &subscription).await), [503, 200]);
    }
);

on_both_engines!(
    a_delivery_that_used_up_its_attempts_is_sent_again_by_hand_and_lets_later_ones_pass,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let receiver = Receiver::start().await;
        receiver.next([
            Reply::Status(500),
            Reply::Status(404),
            Reply::Redirect("http://127.0.0.1:1/".to_owned()),
        ]);
        let partner = fixture.supermarket().await;
        let (subscription, _) = fixture.subscribe(&partner, receiver.url()).await;
        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2026-06-15"))
            .await;
        for (made, wait) in [(1, 61), (2, 601)] {
            fixture.after(made, &subscription).await;
            fixture.service.clock.advance(TimeDelta::seconds(wait));
        }
        let failed = fixture.after(3, &subscription).await;
        assert_eq!(failed.state(), proto::DeliveryState::Failed);
        assert_eq!(statuses(&failed), [500, 404, 307]);
        assert!(failed.next_attempt_time.is_none());

        fixture
            .publish_certificate("upgraded", 2, certificate(12, 4, "2026-10-01"))
            .await;
        // A receiver that fails is left alone for as long as it has failed, five minutes at most.
        fixture.service.clock.advance(TimeDelta::seconds(301));
        eventually("the upgrade", async || receiver.received().len() == 4).await;
        let resend = proto::ResendDeliveryRequest {
            request_id: id(8),
            id: failed.id.clone(),
        };
        let pending = fixture.webhook_officer().resend_delivery(resend).await;
        let pending = pending.unwrap().into_inner().delivery.unwrap();
        assert_eq!(pending.state(), proto::DeliveryState::Pending);
        let delivery = eventually("the delivery to be accepted", async || {
            let found = fixture.deliveries(&subscription).await;
            (found[0].state() == proto::DeliveryState::Delivered).then(|| found[0].clone())
        })
        .await;
        assert_eq!(statuses(&delivery), [500, 404, 307, 200]);
        let numbers: Vec<_> = delivery.attempts.iter().map(|one| one.number).collect();
        assert_eq!(numbers, [1, 2, 3, 4]);

        let ask = proto::ListDeliveriesRequest {
            page_size: 1,
            subscription_id: subscription.clone(),
            state: proto::DeliveryState::Delivered.into(),
            ..Default::default()
        };
        let mut officer = fixture.webhook_officer();
        let page = officer
            .list_deliveries(ask.clone())
            .await
            .unwrap()
            .into_inner();
        assert_eq!(page.deliveries, [delivery]);
        let next = proto::ListDeliveriesRequest {
            page_token: page.next_page_token,
            ..ask
        };
        let page = officer.list_deliveries(next).await.unwrap().into_inner();
        assert_eq!(
            page.deliveries[0].event_type,
            "ocop.promotion.match.upgraded.v1"
        );
        assert_eq!(page.next_page_token, "");
    }
);

on_both_engines!(
    a_receiver_that_fails_for_too_long_is_given_up,
    async |url: String| {
        let fixture = Fixture::with(
            &url,
            &[
                ("webhooks.failure_limit_days", "1"),
                ("webhooks.retry_seconds", "172800"),
            ],
        )
        .await;
        let receiver = Receiver::start().await;
        receiver.otherwise(Reply::Status(500));
        let partner = fixture.supermarket().await;
        let (subscription, _) = fixture.subscribe(&partner, receiver.url()).await;
        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2026-06-15"))
            .await;
        fixture.after(1, &subscription).await;
        fixture
            .service
            .clock
            .advance(TimeDelta::days(2) + TimeDelta::minutes(1));
        let failed = fixture.after(2, &subscription).await;
        assert_eq!(failed.state(), proto::DeliveryState::Failed);
        let ask = proto::ListSubscriptionsRequest {
            partner_id: partner.id,
            ..Default::default()
        };
        let listed = fixture.webhook_officer().list_subscriptions(ask).await;
        let listed = listed.unwrap().into_inner().subscriptions;
        assert_eq!(
            listed[0].disabled_reason,
            "the receiver failed for too long"
        );
    }
);

on_both_engines!(
    an_event_that_follows_from_a_consumed_one_is_sent_before_the_next_poll,
    async |url: String| {
        let seldom = [
            ("webhooks.poll_ms", "60000"),
            ("listings.dates_seconds", "86400"),
        ];
        let fixture = Fixture::with(&url, &seldom).await;
        let receiver = Receiver::start().await;
        let partner = fixture.supermarket().await;
        fixture.subscribe(&partner, receiver.url()).await;
        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2026-06-15"))
            .await;
        eventually("the event to be sent", async || {
            receiver.received().len() == 1
        })
        .await;
    }
);
