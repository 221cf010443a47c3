//! What a supermarket gets of a fish sauce: certified, upgraded, revoked.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use futures::StreamExt as _;
use ocop_chassis::messaging::Event;
use ocop_harness::{NOON, Received, Receiver, eventually, on_both_engines};
use ocop_proto::promotion::v1 as proto;

use crate::fixture::{Fixture, certificate, read, revoked};

/// Checks a webhook as a receiver would that has read the specification of Standard Webhooks 1.0 and nothing of ours.
fn signed_by(secret: &str, received: &Received) -> bool {
    let key = BASE64_STANDARD
        .decode(secret.strip_prefix("whsec_").unwrap())
        .unwrap();
    let header = |name: &str| received.header(name).unwrap().to_owned();
    let noon: chrono::DateTime<chrono::Utc> = NOON.parse().unwrap();
    assert_eq!(header("webhook-timestamp"), noon.timestamp().to_string());
    let mut signed = format!("{}.{}.", header("webhook-id"), header("webhook-timestamp"));
    signed.push_str(std::str::from_utf8(&received.body).unwrap());
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key), signed.as_bytes());
    header("webhook-signature") == format!("v1,{}", BASE64_STANDARD.encode(tag))
}

on_both_engines!(
    a_supermarket_gets_the_events_of_a_fish_sauce_by_nats_and_by_webhook,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let receiver = Receiver::start().await;
        let partner = fixture.supermarket().await;
        let (subscription, secret) = fixture.subscribe(&partner, receiver.url()).await;
        let client = async_nats::connect(fixture.nats.url()).await.unwrap();
        let mut events = client.subscribe(partner.subject.clone()).await.unwrap();
        client.flush().await.unwrap();

        let (first, second) = (
            certificate(11, 3, "2026-06-15"),
            certificate(12, 4, "2026-10-01"),
        );
        fixture.publish_certificate("issued", 1, first).await;
        let listing = fixture.listing(1, proto::ListingState::Open, 3).await;
        assert_eq!(listing.decision_number, "11/QĐ-UBND");
        assert_eq!(listing.valid_to, "2029-06-14");
        fixture
            .publish_certificate("upgraded", 2, second.clone())
            .await;
        fixture.listing(1, proto::ListingState::Open, 4).await;
        fixture
            .publish_certificate("revoked", 3, revoked(second, "2026-11-10"))
            .await;
        let listing = fixture.listing(1, proto::ListingState::Suspended, 4).await;
        assert_eq!(
            (
                listing.suspension_reason(),
                listing.suspended_since.as_str()
            ),
            (proto::SuspensionReason::Revoked, "2026-11-10")
        );

        let mut by_nats = Vec::new();
        for _ in 0..3 {
            let message = events.next().await.unwrap();
            assert!(message.subject.ends_with(&format!(".51.{}", partner.id)));
            let event =
                Event::read(&message.subject, message.headers.as_ref(), &message.payload).unwrap();
            let fact: proto::MatchFact = serde_json::from_slice(&event.data).unwrap();
            by_nats.push((event.kind, fact));
        }
        let received = eventually("three webhooks", async || {
            let received = receiver.received();
            (received.len() == 3).then_some(received)
        })
        .await;
        assert!(received.iter().all(|one| signed_by(&secret, one)));
        let by_webhook: Vec<_> = received.iter().map(read).collect();
        assert_eq!(by_nats, by_webhook);

        let [opened, upgraded, suspended] = by_nats.try_into().unwrap();
        assert_eq!(opened.0, "ocop.promotion.match.opened.v1");
        assert_eq!((opened.1.previous_star, opened.1.star), (0, 3));
        assert_eq!(opened.1.product_name, "Nước mắm Mười Quý");
        assert_eq!(upgraded.0, "ocop.promotion.match.upgraded.v1");
        assert_eq!((upgraded.1.previous_star, upgraded.1.star), (3, 4));
        assert_eq!(suspended.0, "ocop.promotion.match.suspended.v1");
        let fact = suspended.1;
        assert_eq!(fact.state(), proto::MatchState::Suspended);
        assert_eq!(fact.suspension_reason(), proto::SuspensionReason::Revoked);
        assert_eq!(fact.suspended_since, "2026-11-10");
        assert_eq!(fact.decision_number, "77/QĐ-UBND");
        assert_eq!(fact.reason, "Kết luận thanh tra an toàn thực phẩm");

        let deliveries = eventually("every delivery to be recorded as delivered", async || {
            let deliveries = fixture.deliveries(&subscription).await;
            let accepted = deliveries
                .iter()
                .all(|one| one.state() == proto::DeliveryState::Delivered);
            accepted.then_some(deliveries)
        })
        .await;
        let ids: Vec<_> = deliveries.iter().map(|one| one.id.as_str()).collect();
        let sent: Vec<_> = received
            .iter()
            .map(|one| one.header("webhook-id").unwrap())
            .collect();
        assert_eq!(ids, sent);
        let found = fixture
            .matches(&partner, proto::MatchState::Suspended)
            .await;
        assert_eq!((found.len(), found[0].star), (1, 4));
    }
);

on_both_engines!(
    whatever_order_events_come_in_the_partner_gets_each_step_once,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let receiver = Receiver::start().await;
        let partner = fixture.supermarket().await;
        fixture.subscribe(&partner, receiver.url()).await;
        let first = certificate(11, 3, "2026-06-15");
        let second = certificate(12, 4, "2026-09-01");
        let third = certificate(13, 5, "2026-11-15");
        let certificates = [
            ("issued", 1, first),
            ("upgraded", 2, second.clone()),
            ("revoked", 3, revoked(second, "2026-10-10")),
            ("issued", 4, third),
        ];
        for index in [3, 1, 2, 2, 0, 3, 0, 1] {
            let (happened, version, certificate) = certificates[index].clone();
            fixture
                .publish_certificate(happened, version, certificate)
                .await;
        }
        fixture.listing(1, proto::ListingState::Open, 5).await;
        let events = eventually("four events", async || {
            let received = receiver.received();
            (received.len() == 4).then(|| received.iter().map(read).collect::<Vec<_>>())
        })
        .await;
        let steps: Vec<_> = events
            .iter()
            .map(|(kind, fact)| (kind.as_str(), fact.star))
            .collect();
        assert_eq!(
            steps,
            [
                ("ocop.promotion.match.opened.v1", 3),
                ("ocop.promotion.match.upgraded.v1", 4),
                ("ocop.promotion.match.suspended.v1", 4),
                ("ocop.promotion.match.resumed.v1", 5)
            ]
        );
        let found = fixture.matches(&partner, proto::MatchState::Active).await;
        assert_eq!((found.len(), found[0].star), (1, 5));
    }
);
