//! What a partner may choose of its webhooks, and how it sees what became of them.

mod fairness;

use chrono::TimeDelta;
use ocop_harness::{Receiver, Reply, eventually, on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::promotion::v1 as proto;

use crate::fixture::{Fixture, certificate, id, of_product, read};

fn subscribe(partner: &proto::Partner, url: &str) -> proto::CreateSubscriptionRequest {
    proto::CreateSubscriptionRequest {
        request_id: id(2),
        partner_id: partner.id.clone(),
        url: url.to_owned(),
        ..Default::default()
    }
}

fn header(name: &str, value: &str) -> proto::WebhookHeader {
    proto::WebhookHeader {
        name: name.to_owned(),
        value: value.to_owned(),
    }
}

async fn created(
    fixture: &Fixture,
    request: proto::CreateSubscriptionRequest,
) -> proto::Subscription {
    let made = fixture.webhook_officer().create_subscription(request).await;
    made.unwrap().into_inner().subscription.unwrap()
}

on_both_engines!(
    a_subscription_gets_the_events_it_chose_with_its_headers_and_no_others,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let receiver = Receiver::start().await;
        let partner = fixture.supermarket().await;
        let request = proto::CreateSubscriptionRequest {
            selection: Some(proto::EventSelection {
                kinds: vec![proto::MatchEventKind::Upgraded.into()],
                criteria_sets: vec![9],
                province_codes: vec!["51".to_owned()],
                ..Default::default()
            }),
            headers: vec![header("X-Kho", "song-tra")],
            rate_per_minute: 600,
            ..subscribe(&partner, receiver.url())
        };
        let subscription = created(&fixture, request.clone()).await;
        assert_eq!(subscription.selection, request.selection);
        assert_eq!(subscription.headers, [header("x-kho", "song-tra")]);
        assert_eq!(subscription.rate_per_minute, 600);
        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2026-06-15"))
            .await;
        fixture
            .publish_certificate("upgraded", 2, certificate(12, 4, "2026-10-01"))
            .await;
        fixture.after(1, &subscription.id).await;
        let received = receiver.received();
        assert_eq!(received.len(), 1);
        assert_eq!(read(&received[0]).0, "ocop.promotion.match.upgraded.v1");
        assert_eq!(received[0].header("x-kho"), Some("song-tra"));

        // The other event was not missed: it was not wanted.
        let recover = proto::RecoverDeliveriesRequest {
            request_id: id(3),
            id: subscription.id.clone(),
            since: Some(pbjson_types::Timestamp::default()),
        };
        let mut officer = fixture.webhook_officer();
        let recovered = officer.recover_deliveries(recover).await.unwrap();
        assert_eq!(recovered.into_inner().recovered, 0);

        // From now on everything.
        let update = proto::UpdateSubscriptionRequest {
            request_id: id(4),
            id: subscription.id.clone(),
            etag: subscription.etag,
            selection: Some(proto::EventSelection::default()),
            headers: Some(proto::WebhookHeaders::default()),
            ..Default::default()
        };
        let updated = officer.update_subscription(update).await.unwrap();
        let updated = updated.into_inner().subscription.unwrap();
        assert_eq!((updated.selection, updated.headers.len()), (None, 0));
        assert_eq!(updated.rate_per_minute, 600);
        let recover = proto::RecoverDeliveriesRequest {
            request_id: id(5),
            id: subscription.id,
            since: Some(pbjson_types::Timestamp::default()),
        };
        let recovered = officer.recover_deliveries(recover).await.unwrap();
        assert_eq!(recovered.into_inner().recovered, 1);
    }
);

on_both_engines!(
    headers_and_selections_that_are_wrong_are_named,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let partner = fixture.supermarket().await;
        let request = proto::CreateSubscriptionRequest {
            selection: Some(proto::EventSelection {
                kinds: vec![99],
                criteria_sets: vec![27],
                province_codes: vec!["Quảng Ngãi".to_owned()],
                ..Default::default()
            }),
            headers: vec![
                header("Authorization", "Bearer x"),
                header("X-Kho", "song-tra"),
                header("x-api-key", "1"),
            ],
            rate_per_minute: 100_001,
            ..subscribe(&partner, "http://127.0.0.1:1/")
        };
        let refused = fixture.webhook_officer().create_subscription(request).await;
        let mut fields = reason_of(&refused.unwrap_err()).1;
        fields.sort();
        let expected = [
            "headers[0]",
            "headers[2]",
            "rate_per_minute",
            "selection.criteria_sets[0]",
            "selection.kinds[0]",
            "selection.province_codes[0]",
        ];
        assert_eq!(fields, expected);
    }
);

on_both_engines!(
    a_test_event_shows_what_the_receiver_answers,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let receiver = Receiver::start().await;
        let partner = fixture.supermarket().await;
        let subscription = created(&fixture, subscribe(&partner, receiver.url())).await;
        let test = proto::TestSubscriptionRequest {
            id: subscription.id.clone(),
        };
        let mut itself = fixture.subscriptions(Role::Partner, &format!("partner:{}", partner.id));
        receiver.next([Reply::Echo, Reply::Status(503)]);
        let answer = itself.test_subscription(test.clone()).await.unwrap();
        let answer = answer.into_inner();
        assert!(answer.challenge_returned, "{answer:?}");
        let attempt = answer.attempt.unwrap();
        assert_eq!((attempt.status, attempt.error.as_str()), (200, ""));
        assert!(
            attempt
                .answer
                .contains("ocop.promotion.subscription.test.v1")
        );
        let received = receiver.received();
        assert_eq!(
            received[0].header("webhook-id"),
            Some(answer.webhook_id.as_str())
        );
        assert!(received[0].header("webhook-signature").is_some());
        let answer = itself.test_subscription(test).await.unwrap().into_inner();
        assert!(!answer.challenge_returned);
        assert_eq!(answer.attempt.unwrap().status, 503);
        // Nothing of it is a delivery.
        assert!(fixture.deliveries(&subscription.id).await.is_empty());
    }
);

on_both_engines!(
    all_that_failed_since_a_time_is_sent_again,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let receiver = Receiver::start().await;
        receiver.otherwise(Reply::Echo);
        receiver.next([Reply::Status(500), Reply::Status(500), Reply::Status(500)]);
        let partner = fixture.supermarket().await;
        let subscription = created(&fixture, subscribe(&partner, receiver.url())).await;
        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2026-06-15"))
            .await;
        for (made, wait) in [(1, 61), (2, 601)] {
            fixture.after(made, &subscription.id).await;
            fixture.service.clock.advance(TimeDelta::seconds(wait));
        }
        let failed = fixture.after(3, &subscription.id).await;
        assert_eq!(failed.state(), proto::DeliveryState::Failed);
        let resend = |n: u128, seconds: i64| proto::ResendFailedDeliveriesRequest {
            request_id: id(n),
            id: subscription.id.clone(),
            since: Some(pbjson_types::Timestamp { seconds, nanos: 0 }),
        };
        let mut officer = fixture.webhook_officer();
        let later = fixture.service.clock.now().timestamp() + 10;
        let none = officer.resend_failed_deliveries(resend(3, later)).await;
        assert_eq!(none.unwrap().into_inner().resent, 0);
        let all = officer.resend_failed_deliveries(resend(4, 0)).await;
        assert_eq!(all.unwrap().into_inner().resent, 1);
        let delivered = fixture.after(4, &subscription.id).await;
        assert_eq!(delivered.state(), proto::DeliveryState::Delivered);
        // Every attempt is shown with the beginning of its answer.
        let last = delivered.attempts.last().unwrap();
        assert!(last.answer.contains("ocop.promotion.match.opened.v1"));
        assert!(delivered.attempts[0].answer.is_empty());
    }
);

on_both_engines!(
    who_cannot_be_called_asks_for_the_events_in_order,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let receiver = Receiver::start().await;
        let partner = fixture.supermarket().await;
        let subscription = created(&fixture, subscribe(&partner, receiver.url())).await;
        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2026-06-15"))
            .await;
        fixture.listing(1, proto::ListingState::Open, 3).await;
        fixture
            .publish_certificate("issued", 1, of_product(2, 13, 3, "2026-06-15"))
            .await;
        fixture.listing(2, proto::ListingState::Open, 3).await;
        fixture
            .publish_certificate("upgraded", 2, certificate(12, 4, "2026-10-01"))
            .await;
        fixture.listing(1, proto::ListingState::Open, 4).await;
        let mut itself = fixture.subscriptions(Role::Partner, &format!("partner:{}", partner.id));
        let mut ask = proto::ListEventsRequest {
            page_size: 2,
            partner_id: partner.id.clone(),
            ..Default::default()
        };
        let first = itself.list_events(ask.clone()).await.unwrap().into_inner();
        assert_eq!(first.events.len(), 2);
        ask.page_token = first.next_page_token;
        let second = itself.list_events(ask.clone()).await.unwrap().into_inner();
        assert_eq!(
            (second.events.len(), second.next_page_token.as_str()),
            (1, "")
        );
        let upgraded = &second.events[0];
        assert_eq!(upgraded.r#type, "ocop.promotion.match.upgraded.v1");
        assert_eq!(upgraded.sequence, 2);
        assert_eq!(upgraded.data.as_ref().unwrap().star, 4);
        // From the last one that was seen on, there is nothing more yet.
        ask.page_token.clear();
        ask.after = upgraded.position;
        let none = itself.list_events(ask).await.unwrap().into_inner();
        assert!(none.events.is_empty());

        // A webhook names the same id.
        let of_upgrade = eventually("the webhook of the upgrade", async || {
            let received = receiver.received();
            let mut upgrades = received
                .iter()
                .filter(|one| read(one).0 == "ocop.promotion.match.upgraded.v1");
            upgrades.next().cloned()
        })
        .await;
        let body: serde_json::Value = serde_json::from_slice(&of_upgrade.body).unwrap();
        assert_eq!(body["id"], upgraded.id.as_str());
        let mut other = fixture.subscriptions(Role::Partner, &format!("partner:{}", id(77)));
        let ask = proto::ListEventsRequest {
            partner_id: partner.id,
            ..Default::default()
        };
        let refused = other.list_events(ask).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "OUT_OF_SCOPE");
        drop(subscription);
    }
);
