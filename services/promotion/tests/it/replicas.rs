//! Several replicas, and one that dies.

use std::collections::HashMap;

use chrono::TimeDelta;
use ocop_harness::{Receiver, Reply, eventually, on_both_engines, on_postgres};
use ocop_proto::promotion::v1 as proto;

use crate::fixture::{Fixture, certificate, of_product, read};

#[tokio::test]
async fn two_replicas_send_every_event_once() {
    on_postgres(async |url| {
        let fixture = Fixture::new(&url).await;
        let _other = fixture.replica().await;
        let receiver = Receiver::start().await;
        let partner = fixture.supermarket().await;
        let (subscription, _) = fixture.subscribe(&partner, receiver.url()).await;
        for product in 1..=60 {
            fixture
                .publish_certificate(
                    "issued",
                    1,
                    of_product(product, 100 + product, 3, "2026-06-15"),
                )
                .await;
            fixture
                .publish_certificate(
                    "upgraded",
                    2,
                    of_product(product, 200 + product, 4, "2026-10-01"),
                )
                .await;
        }
        eventually("every delivery to be accepted", async || {
            let ask = proto::ListDeliveriesRequest {
                page_size: 500,
                subscription_id: subscription.clone(),
                state: proto::DeliveryState::Delivered.into(),
                ..Default::default()
            };
            let listed = fixture.webhook_officer().list_deliveries(ask).await;
            let accepted = listed.unwrap().into_inner().deliveries.len();
            if accepted == 120 {
                Ok(())
            } else {
                Err(accepted)
            }
        })
        .await;
        let mut stars: HashMap<String, Vec<u32>> = HashMap::new();
        for one in receiver.received() {
            let fact = read(&one).1;
            stars.entry(fact.product_id).or_default().push(fact.star);
        }
        assert_eq!(stars.len(), 60);
        for (product, stars) in stars {
            assert_eq!(stars, [3, 4], "of product {product}");
        }
    })
    .await;
}

on_both_engines!(
    what_a_killed_replica_had_in_hand_is_sent_by_another_when_its_claim_runs_out,
    async |url: String| {
        let mut fixture = Fixture::with(&url, &[("webhooks.timeout_seconds", "60")]).await;
        let receiver = Receiver::start().await;
        let partner = fixture.supermarket().await;
        let (subscription, _) = fixture.subscribe(&partner, receiver.url()).await;
        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2026-06-15"))
            .await;
        // One that was never tried has one event under way at a time.
        fixture.after(1, &subscription).await;
        receiver.next([Reply::Hang]);
        fixture
            .publish_certificate("issued", 1, of_product(2, 12, 4, "2026-06-15"))
            .await;
        eventually("the event to be in hand", async || {
            receiver.received().len() == 2
        })
        .await;
        let other = fixture.replica().await;
        // The first one is dropped here as it stands.
        fixture.service = other;
        let found = fixture.deliveries(&subscription).await;
        assert_eq!(
            found.iter().filter(|one| one.attempts.is_empty()).count(),
            1
        );
        fixture.service.clock.advance(TimeDelta::seconds(89));
        fixture
            .publish_certificate("issued", 1, of_product(3, 13, 3, "2026-06-15"))
            .await;
        eventually("another event", async || receiver.received().len() == 3).await;
        assert_eq!(
            read(&receiver.received()[2]).1.star,
            3,
            "it is the third product's, the second is claimed still"
        );
        fixture.service.clock.advance(TimeDelta::seconds(2));
        let received = eventually("the second event again", async || {
            let received = receiver.received();
            (received.len() == 4).then_some(received)
        })
        .await;
        assert_eq!(
            received[1].header("webhook-id"),
            received[3].header("webhook-id")
        );
    }
);
