//! What was missed while a subscription was stopped, and how it comes back.

use chrono::{DateTime, TimeDelta, Utc};
use ocop_chassis::grpc::timestamp;
use ocop_harness::{NOON, Receiver, Reply, eventually, on_both_engines, reason_of};
use ocop_proto::promotion::v1 as proto;

use crate::fixture::{Fixture, certificate, id, read, revoked};

fn noon() -> DateTime<Utc> {
    NOON.parse().unwrap()
}

fn pause(request: u128, id_: &str) -> proto::PauseSubscriptionRequest {
    proto::PauseSubscriptionRequest {
        request_id: id(request),
        id: id_.to_owned(),
    }
}

fn resume(request: u128, id_: &str) -> proto::ResumeSubscriptionRequest {
    proto::ResumeSubscriptionRequest {
        request_id: id(request),
        id: id_.to_owned(),
    }
}

fn recover(request: u128, id_: &str, since: DateTime<Utc>) -> proto::RecoverDeliveriesRequest {
    proto::RecoverDeliveriesRequest {
        request_id: id(request),
        id: id_.to_owned(),
        since: Some(timestamp(since)),
    }
}

fn kinds(receiver: &Receiver) -> Vec<String> {
    let kinds = receiver
        .received()
        .iter()
        .map(read)
        .map(|(kind, _)| kind)
        .collect::<Vec<_>>();
    kinds
        .iter()
        .map(|kind| kind.split('.').nth(3).unwrap().to_owned())
        .collect()
}

async fn comes(receiver: &Receiver, expected: &[&str]) {
    eventually(&format!("{expected:?}"), async || {
        let kinds = kinds(receiver);
        if kinds == expected {
            Ok(())
        } else {
            Err(kinds)
        }
    })
    .await;
}

on_both_engines!(
    a_pause_holds_back_everything_and_resuming_delivers_it_in_order_once,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let receiver = Receiver::start().await;
        let partner = fixture.supermarket().await;
        let (subscription, _) = fixture.subscribe(&partner, receiver.url()).await;
        let mut officer = fixture.webhook_officer();
        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2026-06-15"))
            .await;
        comes(&receiver, &["opened"]).await;
        let paused = officer
            .pause_subscription(pause(5, &subscription))
            .await
            .unwrap();
        let paused = paused.into_inner().subscription.unwrap();
        assert_eq!(paused.state(), proto::SubscriptionState::Paused);
        assert_eq!(paused.stop_time, Some(timestamp(noon())));

        fixture
            .publish_certificate("upgraded", 2, certificate(12, 4, "2026-10-01"))
            .await;
        fixture.listing(1, proto::ListingState::Open, 4).await;
        fixture
            .publish_certificate(
                "revoked",
                3,
                revoked(certificate(12, 4, "2026-10-01"), "2026-11-01"),
            )
            .await;
        fixture.listing(1, proto::ListingState::Suspended, 4).await;
        assert_eq!(fixture.deliveries(&subscription).await.len(), 1);
        let refused = officer
            .recover_deliveries(recover(6, &subscription, noon()))
            .await;
        assert_eq!(reason_of(&refused.unwrap_err()).0, "SUBSCRIPTION_PAUSED");

        let resumed = officer
            .resume_subscription(resume(7, &subscription))
            .await
            .unwrap();
        let resumed = resumed.into_inner();
        assert_eq!((resumed.recovered, resumed.more), (2, false));
        comes(&receiver, &["opened", "upgraded", "suspended"]).await;
        let again =
            officer.recover_deliveries(recover(8, &subscription, noon() - TimeDelta::days(1)));
        assert_eq!(again.await.unwrap().into_inner().recovered, 0);
        let refused = officer.resume_subscription(resume(9, &subscription)).await;
        assert_eq!(reason_of(&refused.unwrap_err()).0, "SUBSCRIPTION_ACTIVE");
    }
);

on_both_engines!(
    what_happened_while_a_subscription_was_disabled_is_recovered_from_a_time_on,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let receiver = Receiver::start().await;
        receiver.next([Reply::Status(410)]);
        let partner = fixture.supermarket().await;
        let (subscription, _) = fixture.subscribe(&partner, receiver.url()).await;
        let mut officer = fixture.webhook_officer();
        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2026-06-15"))
            .await;
        fixture.after(1, &subscription).await;
        fixture.service.clock.advance(TimeDelta::hours(1));
        fixture
            .publish_certificate("upgraded", 2, certificate(12, 4, "2026-10-01"))
            .await;
        fixture.listing(1, proto::ListingState::Open, 4).await;
        let enable = proto::EnableSubscriptionRequest {
            request_id: id(5),
            id: subscription.clone(),
        };
        officer.enable_subscription(enable).await.unwrap();
        assert_eq!(fixture.deliveries(&subscription).await.len(), 1);

        // From a time after the first event only the second comes.
        let later = noon() + TimeDelta::minutes(30);
        let recovered = officer
            .recover_deliveries(recover(6, &subscription, later))
            .await;
        assert_eq!(recovered.unwrap().into_inner().recovered, 1);
        comes(&receiver, &["opened", "upgraded"]).await;
        // The first was given up when the receiver was gone.
        let recovered = officer
            .recover_deliveries(recover(7, &subscription, noon()))
            .await;
        assert_eq!(recovered.unwrap().into_inner().recovered, 1);
        comes(&receiver, &["opened", "upgraded", "opened"]).await;
    }
);

on_both_engines!(
    a_disabled_subscription_gives_up_what_waits_and_a_deleted_one_stays_readable,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let receiver = Receiver::start().await;
        receiver.otherwise(Reply::Status(500));
        let partner = fixture.supermarket().await;
        let (subscription, _) = fixture.subscribe(&partner, receiver.url()).await;
        let mut officer = fixture.webhook_officer();
        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2026-06-15"))
            .await;
        fixture.after(1, &subscription).await;
        let disable = proto::DisableSubscriptionRequest {
            request_id: id(5),
            id: subscription.clone(),
        };
        let disabled = officer.disable_subscription(disable.clone()).await.unwrap();
        let disabled = disabled.into_inner().subscription.unwrap();
        assert_eq!(disabled.state(), proto::SubscriptionState::Disabled);
        assert_eq!(disabled.disabled_reason, "the partner disabled it");
        let deliveries = fixture.deliveries(&subscription).await;
        assert_eq!(deliveries[0].state(), proto::DeliveryState::Failed);

        let delete = proto::DeleteSubscriptionRequest {
            request_id: id(6),
            id: subscription.clone(),
        };
        officer.delete_subscription(delete).await.unwrap();
        let list = |show_deleted| proto::ListSubscriptionsRequest {
            partner_id: partner.id.clone(),
            show_deleted,
            ..Default::default()
        };
        let listed = officer.list_subscriptions(list(false)).await.unwrap();
        assert!(listed.into_inner().subscriptions.is_empty());
        let listed = officer.list_subscriptions(list(true)).await.unwrap();
        let listed = listed.into_inner().subscriptions;
        assert_eq!(listed[0].state(), proto::SubscriptionState::Deleted);
        assert_eq!(fixture.deliveries(&subscription).await.len(), 1);
        let disable = proto::DisableSubscriptionRequest {
            request_id: id(7),
            ..disable
        };
        let refused = officer.disable_subscription(disable).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "SUBSCRIPTION_DELETED");
        // Its URL is free again.
        let request = proto::CreateSubscriptionRequest {
            request_id: id(8),
            partner_id: partner.id.clone(),
            url: receiver.url().to_owned(),
            ..Default::default()
        };
        officer.create_subscription(request).await.unwrap();
    }
);

on_both_engines!(
    a_subscription_that_is_posted_elsewhere_takes_what_waits_along,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let (old, new) = (Receiver::start().await, Receiver::start().await);
        old.otherwise(Reply::Status(500));
        let partner = fixture.supermarket().await;
        let (subscription, _) = fixture.subscribe(&partner, old.url()).await;
        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2026-06-15"))
            .await;
        fixture.after(1, &subscription).await;
        let update = proto::UpdateSubscriptionRequest {
            request_id: id(5),
            id: subscription.clone(),
            etag: "1".to_owned(),
            url: Some(new.url().to_owned()),
            description: Some("Kho Sông Trà".to_owned()),
            ..Default::default()
        };
        let mut officer = fixture.webhook_officer();
        let changed = officer.update_subscription(update.clone()).await.unwrap();
        let changed = changed.into_inner().subscription.unwrap();
        assert_eq!(
            (
                changed.url.as_str(),
                changed.description.as_str(),
                changed.etag.as_str()
            ),
            (new.url(), "Kho Sông Trà", "2")
        );
        fixture.service.clock.advance(TimeDelta::seconds(61));
        comes(&new, &["opened"]).await;
        let stale = proto::UpdateSubscriptionRequest {
            request_id: id(6),
            ..update.clone()
        };
        let refused = officer.update_subscription(stale).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "STALE_ETAG");
        let private = proto::UpdateSubscriptionRequest {
            request_id: id(7),
            url: Some("https://10.0.0.1/".to_owned()),
            ..update
        };
        let refused = officer.update_subscription(private).await.unwrap_err();
        assert_eq!(reason_of(&refused).1, ["url"]);
    }
);

on_both_engines!(
    a_partner_without_webhook_and_nats_follows_its_matches_by_what_changed_since,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let partner = fixture.supermarket().await;
        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2026-06-15"))
            .await;
        fixture.listing(1, proto::ListingState::Open, 3).await;
        let since = async |at: DateTime<Utc>| {
            let ask = proto::ListMatchesRequest {
                partner_id: partner.id.clone(),
                updated_since: Some(timestamp(at)),
                ..Default::default()
            };
            let listed = fixture.officer().list_matches(ask).await;
            listed.unwrap().into_inner().matches
        };
        let found = since(noon()).await;
        assert_eq!(found.len(), 1);
        let first = &found[0];
        assert_eq!((first.etag.as_str(), first.star), ("1", 3));
        assert_eq!(first.producer_name, "Cơ sở nước mắm Mười Quý");
        assert_eq!(
            (first.criteria_set, first.province_code.as_str()),
            (9, "51")
        );
        assert_eq!(first.certificate_id, id(11));
        assert_eq!(
            (first.valid_from.as_str(), first.valid_to.as_str()),
            ("2026-06-15", "2029-06-14")
        );
        let later = noon() + TimeDelta::hours(1);
        assert!(since(later).await.is_empty());
        fixture.service.clock.advance(TimeDelta::hours(2));
        fixture
            .publish_certificate(
                "revoked",
                2,
                revoked(certificate(11, 3, "2026-06-15"), "2026-11-01"),
            )
            .await;
        fixture.listing(1, proto::ListingState::Suspended, 3).await;
        let changed = &since(later).await[0];
        assert_eq!(changed.etag, "2");
        assert_eq!(
            changed.suspension_reason(),
            proto::SuspensionReason::Revoked
        );
        assert_eq!(
            (
                changed.suspended_since.as_str(),
                changed.revoked_on.as_str()
            ),
            ("2026-11-01", "2026-11-01")
        );
        assert_eq!(changed.reason, "Kết luận thanh tra an toàn thực phẩm");
    }
);

on_both_engines!(
    a_match_suspended_by_expiry_gets_a_later_revocation_as_a_ground_and_keeps_its_day,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let receiver = Receiver::start().await;
        let partner = fixture.supermarket().await;
        fixture.subscribe(&partner, receiver.url()).await;
        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2024-06-15"))
            .await;
        comes(&receiver, &["opened"]).await;
        let expiry: DateTime<Utc> = "2027-06-15T05:00:00Z".parse().unwrap();
        fixture.service.clock.advance(expiry - noon());
        comes(&receiver, &["opened", "suspended"]).await;
        fixture.service.clock.advance(TimeDelta::days(30));
        let revoked = revoked(certificate(11, 3, "2024-06-15"), "2027-07-10");
        fixture.publish_certificate("revoked", 2, revoked).await;
        comes(&receiver, &["opened", "suspended", "ground_added"]).await;
        let fact = read(&receiver.received()[2]).1;
        assert_eq!(fact.suspension_reason(), proto::SuspensionReason::Expired);
        assert_eq!(
            (fact.suspended_since.as_str(), fact.revoked_on.as_str()),
            ("2027-06-15", "2027-07-10")
        );
        assert_eq!(fact.reason, "Kết luận thanh tra an toàn thực phẩm");
        let listing = fixture.listing(1, proto::ListingState::Suspended, 3).await;
        assert_eq!(listing.suspended_since, "2027-06-15");
    }
);
