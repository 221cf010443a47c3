//! Subscriptions.

use ocop_harness::{Receiver, Reply, on_both_engines, reason_of};
use ocop_proto::promotion::v1 as proto;
use tonic::Code;

use crate::fixture::{Fixture, certificate, id};

on_both_engines!(
    the_secret_is_in_the_first_answer_and_in_no_other,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let partner = fixture.supermarket().await;
        let (subscription, secret) = fixture
            .subscribe(&partner, "https://songtra.example/ocop")
            .await;
        assert!(secret.starts_with("whsec_"));
        assert_eq!(
            fixture
                .subscribe(&partner, "https://songtra.example/ocop")
                .await,
            (subscription.clone(), secret.clone()),
            "the same request again gets the first answer again"
        );
        let ask = proto::ListSubscriptionsRequest {
            partner_id: partner.id.clone(),
            ..Default::default()
        };
        let listed = fixture.webhook_officer().list_subscriptions(ask).await;
        let listed = listed.unwrap().into_inner().subscriptions;
        assert_eq!(listed.len(), 1);
        assert_eq!(
            (listed[0].id.as_str(), listed[0].url.as_str()),
            (subscription.as_str(), "https://songtra.example/ocop")
        );
        assert_eq!(listed[0].state(), proto::SubscriptionState::Active);
        assert!(!format!("{listed:?}").contains(&secret));

        let twice = proto::CreateSubscriptionRequest {
            request_id: id(3),
            partner_id: partner.id,
            url: "https://songtra.example/ocop".to_owned(),
            ..Default::default()
        };
        let refused = fixture.webhook_officer().create_subscription(twice).await;
        let refused = refused.unwrap_err();
        assert_eq!(
            (refused.code(), reason_of(&refused).0.as_str()),
            (Code::AlreadyExists, "SUBSCRIPTION_EXISTS")
        );
    }
);

on_both_engines!(
    a_receiver_that_is_gone_disables_its_subscription_until_it_is_enabled,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let receiver = Receiver::start().await;
        receiver.next([Reply::Status(410)]);
        let partner = fixture.supermarket().await;
        let (subscription, _) = fixture.subscribe(&partner, receiver.url()).await;
        let mut officer = fixture.webhook_officer();
        let enable = proto::EnableSubscriptionRequest {
            request_id: id(4),
            id: subscription.clone(),
        };
        let refused = officer.enable_subscription(enable.clone()).await;
        assert_eq!(reason_of(&refused.unwrap_err()).0, "SUBSCRIPTION_ACTIVE");

        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2026-06-15"))
            .await;
        let delivery = fixture.after(1, &subscription).await;
        assert_eq!(delivery.state(), proto::DeliveryState::Failed);
        assert_eq!(delivery.attempts[0].status, 410);
        let ask = proto::ListSubscriptionsRequest {
            partner_id: partner.id.clone(),
            ..Default::default()
        };
        let listed = officer.list_subscriptions(ask).await.unwrap().into_inner();
        let disabled = &listed.subscriptions[0];
        assert_eq!(disabled.state(), proto::SubscriptionState::Disabled);
        assert_eq!(disabled.disabled_reason, "the receiver answered 410 Gone");

        // Nothing is made for a disabled subscription, and nothing is sent again to it.
        fixture
            .publish_certificate("upgraded", 2, certificate(12, 4, "2026-10-01"))
            .await;
        fixture.listing(1, proto::ListingState::Open, 4).await;
        assert_eq!(fixture.deliveries(&subscription).await.len(), 1);
        let resend = proto::ResendDeliveryRequest {
            request_id: id(5),
            id: delivery.id.clone(),
        };
        let refused = officer.resend_delivery(resend.clone()).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "SUBSCRIPTION_DISABLED");

        let enabled = officer.enable_subscription(enable).await.unwrap();
        let enabled = enabled.into_inner().subscription.unwrap();
        assert_eq!(enabled.state(), proto::SubscriptionState::Active);
        officer.resend_delivery(resend).await.unwrap();
        let delivery = fixture.after(2, &subscription).await;
        assert_eq!(delivery.state(), proto::DeliveryState::Delivered);
    }
);

on_both_engines!(what_does_not_exist_is_not_found, async |url: String| {
    let fixture = Fixture::new(&url).await;
    let mut officer = fixture.webhook_officer();
    let create = proto::CreateSubscriptionRequest {
        request_id: id(1),
        partner_id: id(99),
        url: "https://songtra.example/".to_owned(),
        ..Default::default()
    };
    let enable = proto::EnableSubscriptionRequest {
        request_id: id(2),
        id: id(99),
    };
    let resend = proto::ResendDeliveryRequest {
        request_id: id(3),
        id: id(99),
    };
    let list = proto::ListSubscriptionsRequest {
        partner_id: id(99),
        ..Default::default()
    };
    let deliveries = proto::ListDeliveriesRequest {
        subscription_id: id(99),
        ..Default::default()
    };
    let update = proto::UpdateSourcingRequest {
        request_id: id(4),
        id: id(99),
        etag: "1".to_owned(),
        sourcing: crate::fixture::supermarket().sourcing,
        ..Default::default()
    };
    let refused = [
        officer.create_subscription(create).await.unwrap_err(),
        officer.list_subscriptions(list).await.unwrap_err(),
        fixture.officer().update_sourcing(update).await.unwrap_err(),
        officer.enable_subscription(enable).await.unwrap_err(),
        officer.list_deliveries(deliveries).await.unwrap_err(),
        officer.resend_delivery(resend).await.unwrap_err(),
    ];
    let reasons: Vec<_> = refused
        .iter()
        .map(|refused| {
            assert_eq!(refused.code(), Code::NotFound);
            reason_of(refused).0
        })
        .collect();
    assert_eq!(
        reasons,
        [
            "PARTNER_UNKNOWN",
            "PARTNER_UNKNOWN",
            "PARTNER_UNKNOWN",
            "SUBSCRIPTION_UNKNOWN",
            "SUBSCRIPTION_UNKNOWN",
            "DELIVERY_UNKNOWN"
        ]
    );
});
