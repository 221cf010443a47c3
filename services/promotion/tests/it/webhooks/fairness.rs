//! Receivers that fail or hang, and rates: who waits for whom.

use ocop_chassis::database::Origin;
use ocop_harness::on_postgres;
use ocop_promotion::storage;

use super::*;
use crate::due;

on_both_engines!(
    a_receiver_that_fails_is_tried_with_one_event_at_a_time,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let receiver = Receiver::start().await;
        receiver.otherwise(Reply::Status(500));
        let partner = fixture.supermarket().await;
        let subscription = created(&fixture, subscribe(&partner, receiver.url())).await;
        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2026-06-15"))
            .await;
        fixture.after(1, &subscription.id).await;
        let listed = fixture
            .webhook_officer()
            .list_subscriptions(proto::ListSubscriptionsRequest {
                partner_id: partner.id.clone(),
                ..Default::default()
            })
            .await;
        let listed = listed.unwrap().into_inner().subscriptions;
        assert!(listed[0].failing_since_time.is_some());
        // Ten more products: while one attempt hangs, no other begins.
        receiver.otherwise(Reply::Hang);
        for product in 2..=11 {
            let issued = of_product(product, 20 + product, 3, "2026-06-15");
            fixture.publish_certificate("issued", 1, issued).await;
            fixture.listing(product, proto::ListingState::Open, 3).await;
        }
        for tried in 2..=3 {
            eventually(&format!("attempt {tried}"), async || {
                // All that was begun by now is recorded a moment later, but for the one on its way.
                let begun = receiver.received().len();
                let found = fixture.deliveries(&subscription.id).await;
                let recorded: usize = found.iter().map(|one| one.attempts.len()).sum();
                assert!(begun <= recorded + 1, "{begun} begun, {recorded} recorded");
                (recorded >= tried).then_some(())
            })
            .await;
        }
    }
);

on_both_engines!(
    no_more_attempts_begin_in_a_minute_than_a_subscription_takes,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let receiver = Receiver::start().await;
        let partner = fixture.supermarket().await;
        let request = proto::CreateSubscriptionRequest {
            rate_per_minute: 2,
            ..subscribe(&partner, receiver.url())
        };
        let subscription = created(&fixture, request).await;
        for product in 1..=5 {
            let issued = of_product(product, 20 + product, 3, "2026-06-15");
            fixture.publish_certificate("issued", 1, issued).await;
            fixture.listing(product, proto::ListingState::Open, 3).await;
        }
        for minute in 1..=2 {
            eventually(&format!("the events of minute {minute}"), async || {
                let found = fixture.deliveries(&subscription.id).await;
                let delivered = found
                    .iter()
                    .filter(|one| one.state() == proto::DeliveryState::Delivered);
                let delivered = delivered.count();
                assert!(delivered <= 2 * minute, "{delivered} in minute {minute}");
                (delivered == 2 * minute).then_some(())
            })
            .await;
            fixture.service.clock.advance(TimeDelta::seconds(61));
        }
        eventually("the last event", async || {
            (receiver.received().len() == 5).then_some(())
        })
        .await;
    }
);

on_both_engines!(
    receivers_that_are_dead_take_at_most_half_of_the_places,
    async |url: String| {
        const DEAD: u128 = 10;
        let few = [
            ("webhooks.max_in_flight", "8"),
            ("webhooks.max_in_flight_per_subscription", "4"),
        ];
        let fixture = Fixture::with(&url, &few).await;
        let (dead, healthy) = (Receiver::start().await, Receiver::start().await);
        dead.otherwise(Reply::Hang);
        let mut officer = fixture.officer();
        let mut subscriptions = Vec::new();
        for n in 0..=DEAD {
            let request = proto::RegisterPartnerRequest {
                request_id: id(300 + n),
                partner: Some(crate::fixture::supermarket()),
            };
            let registered = officer.register_partner(request).await.unwrap();
            let partner = registered.into_inner().partner.unwrap();
            let receiver = if n < DEAD { &dead } else { &healthy };
            let request = proto::CreateSubscriptionRequest {
                request_id: id(400 + n),
                ..subscribe(&partner, receiver.url())
            };
            subscriptions.push(created(&fixture, request).await.id);
        }
        let recorded = async || {
            let mut attempts = 0;
            for subscription in &subscriptions[..10] {
                let found = fixture.deliveries(subscription).await;
                attempts += found.iter().map(|one| one.attempts.len()).sum::<usize>();
            }
            attempts
        };
        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2026-06-15"))
            .await;
        eventually("all to be known as dead", async || {
            (recorded().await == 10).then_some(())
        })
        .await;
        fixture
            .publish_certificate("issued", 1, of_product(2, 13, 3, "2026-06-15"))
            .await;
        eventually("the dead to be tried again", async || {
            let begun = dead.received().len();
            let recorded = recorded().await;
            assert!(begun <= recorded + 4, "{begun} begun, {recorded} recorded");
            (recorded == 20).then_some(())
        })
        .await;
        assert_eq!(healthy.received().len(), 2);
    }
);

on_both_engines!(
    where_it_is_asked_for_events_wait_until_the_url_is_verified_and_again_when_it_changes,
    async |url: String| {
        let required = [("webhooks.require_verification", "true")];
        let fixture = Fixture::with(&url, &required).await;
        let (first, second) = (Receiver::start().await, Receiver::start().await);
        let partner = fixture.supermarket().await;
        let subscription = created(&fixture, subscribe(&partner, first.url())).await;
        assert_eq!(subscription.verify_time, None);
        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2026-06-15"))
            .await;
        fixture.listing(1, proto::ListingState::Open, 3).await;
        let test = async || {
            let request = proto::TestSubscriptionRequest {
                id: subscription.id.clone(),
            };
            let mut officer = fixture.webhook_officer();
            officer
                .test_subscription(request)
                .await
                .unwrap()
                .into_inner()
        };
        let shown = async || {
            let request = proto::ListSubscriptionsRequest {
                partner_id: partner.id.clone(),
                ..Default::default()
            };
            let mut officer = fixture.webhook_officer();
            let listed = officer.list_subscriptions(request).await.unwrap();
            listed.into_inner().subscriptions.remove(0)
        };
        // An answer without the challenge verifies nothing.
        assert!(!test().await.challenge_returned);
        assert_eq!(shown().await.verify_time, None);
        first.otherwise(Reply::Echo);
        assert!(test().await.challenge_returned);
        let verified = shown().await;
        assert!(verified.verify_time.is_some());
        fixture.after(1, &subscription.id).await;
        let of_match = |one: &ocop_harness::Received| read(one).0.contains(".match.");
        assert_eq!(
            first.received().iter().filter(|one| of_match(one)).count(),
            1
        );

        let moved = proto::UpdateSubscriptionRequest {
            request_id: id(5),
            id: subscription.id.clone(),
            etag: verified.etag,
            url: Some(second.url().to_owned()),
            ..Default::default()
        };
        let moved = fixture.webhook_officer().update_subscription(moved).await;
        let moved = moved.unwrap().into_inner().subscription.unwrap();
        assert_eq!(moved.verify_time, None);
        fixture
            .publish_certificate("upgraded", 2, certificate(12, 4, "2026-10-01"))
            .await;
        fixture.listing(1, proto::ListingState::Open, 4).await;
        second.otherwise(Reply::Echo);
        assert!(test().await.challenge_returned);
        eventually("the upgrade", async || {
            second.received().iter().any(of_match)
        })
        .await;
        // The challenge came before any event.
        assert!(!of_match(&second.received()[0]));
    }
);

on_both_engines!(
    a_receiver_that_hangs_leaves_the_others_their_places,
    async |url: String| {
        let few = [
            ("webhooks.max_in_flight", "8"),
            ("webhooks.max_in_flight_per_subscription", "8"),
        ];
        let fixture = Fixture::with(&url, &few).await;
        let (dead, healthy) = (Receiver::start().await, Receiver::start().await);
        dead.otherwise(Reply::Hang);
        let mut officer = fixture.officer();
        let mut subscriptions = Vec::new();
        for (n, receiver) in [&dead, &healthy].into_iter().enumerate() {
            let n = n as u128;
            let request = proto::RegisterPartnerRequest {
                request_id: id(300 + n),
                partner: Some(crate::fixture::supermarket()),
            };
            let registered = officer.register_partner(request).await.unwrap();
            let partner = registered.into_inner().partner.unwrap();
            let request = proto::CreateSubscriptionRequest {
                request_id: id(400 + n),
                ..subscribe(&partner, receiver.url())
            };
            subscriptions.push(created(&fixture, request).await.id);
        }
        for product in 1..=12 {
            let certificate = of_product(product, 20 + product, 3, "2026-06-15");
            fixture.publish_certificate("issued", 1, certificate).await;
        }
        eventually("the healthy one to have all", async || {
            let begun = dead.received().len();
            let recorded = fixture.deliveries(&subscriptions[0]).await;
            let recorded: usize = recorded.iter().map(|one| one.attempts.len()).sum();
            // The first of it, and no more than half of the places beyond that.
            assert!(begun <= recorded + 5, "{begun} begun, {recorded} recorded");
            let received = healthy.received().len();
            if received == 12 {
                Ok(())
            } else {
                Err(received)
            }
        })
        .await;
    }
);

#[tokio::test]
async fn attempts_of_a_receiver_that_is_well_are_recorded_before_those_that_failed() {
    on_postgres(async |url| {
        let fixture = Fixture::new(&url).await;
        let (dead, healthy) = (Receiver::start().await, Receiver::start().await);
        dead.otherwise(Reply::Status(500));
        let partner = fixture.supermarket().await;
        let ill = created(&fixture, subscribe(&partner, dead.url())).await;
        let request = proto::CreateSubscriptionRequest {
            request_id: id(3),
            ..subscribe(&partner, healthy.url())
        };
        let well = created(&fixture, request).await;
        // The record of what failed takes long: it waits for this lock.
        let store = due::store(&url).await;
        let tx = store.begin(Origin::task("test")).await.unwrap();
        let locked = storage::subscription::subscription(&tx, ill.id.parse().unwrap()).await;
        assert!(locked.unwrap().is_some());
        for product in 1..=3 {
            let issued = of_product(product, 20 + product, 3, "2026-06-15");
            fixture.publish_certificate("issued", 1, issued).await;
            fixture.listing(product, proto::ListingState::Open, 3).await;
            eventually("the failed attempt to be made", async || {
                (!dead.received().is_empty()).then_some(())
            })
            .await;
        }
        let recorded = async |subscription: &str| {
            let found = fixture.deliveries(subscription).await;
            found.iter().map(|one| one.attempts.len()).sum::<usize>()
        };
        eventually("the accepted attempts to be recorded", async || {
            (recorded(&well.id).await == 3).then_some(())
        })
        .await;
        assert_eq!(recorded(&ill.id).await, 0);
        drop(tx);
        eventually("the failed attempt to be recorded", async || {
            (recorded(&ill.id).await > 0).then_some(())
        })
        .await;
    })
    .await;
}
