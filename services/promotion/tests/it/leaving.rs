//! Partners that leave, and how many subscriptions a partner may have.

mod earlier;
mod market;

use futures::future::join_all;
use ocop_harness::{Receiver, on_both_engines, on_postgres, reason_of};
use ocop_proto::promotion::v1 as proto;
use tonic::Code;

use crate::fixture::{Fixture, certificate, id};

on_both_engines!(
    when_a_partner_leaves_everything_of_it_stops_and_stays_readable,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let receiver = Receiver::start().await;
        let partner = fixture.supermarket().await;
        let (subscription, _) = fixture.subscribe(&partner, receiver.url()).await;
        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2026-06-15"))
            .await;
        fixture.after(1, &subscription).await;
        let remove = proto::RemovePartnerRequest {
            request_id: id(5),
            id: partner.id.clone(),
            etag: partner.etag.clone(),
        };
        let own = format!("partner:{}", partner.id);
        let mut itself = fixture.partners(ocop_identity::Role::Partner, &own);
        let left = itself
            .remove_partner(remove.clone())
            .await
            .unwrap()
            .into_inner();
        assert!(left.partner.unwrap().leave_time.is_some());

        let ended = fixture.matches(&partner, proto::MatchState::Ended).await;
        assert_eq!(ended.len(), 1);
        assert_eq!(ended[0].ending(), proto::MatchEnding::PartnerLeft);
        assert_eq!(ended[0].ended_on, "2026-11-20");
        let list = proto::ListSubscriptionsRequest {
            partner_id: partner.id.clone(),
            show_deleted: true,
            ..Default::default()
        };
        let listed = fixture.webhook_officer().list_subscriptions(list).await;
        let listed = listed.unwrap().into_inner().subscriptions;
        assert_eq!(listed[0].state(), proto::SubscriptionState::Deleted);

        // Nothing begins again, whatever happens to the product.
        fixture
            .publish_certificate("upgraded", 2, certificate(12, 4, "2026-10-01"))
            .await;
        fixture.listing(1, proto::ListingState::Open, 4).await;
        assert!(
            fixture
                .matches(&partner, proto::MatchState::Active)
                .await
                .is_empty()
        );
        assert_eq!(fixture.deliveries(&subscription).await.len(), 1);
        assert_eq!(receiver.received().len(), 1);

        let update = proto::UpdateSourcingRequest {
            request_id: id(6),
            id: partner.id.clone(),
            etag: "2".to_owned(),
            sourcing: partner.sourcing.clone(),
            ..Default::default()
        };
        let create = proto::CreateSubscriptionRequest {
            request_id: id(7),
            partner_id: partner.id.clone(),
            url: "https://songtra.example/".to_owned(),
            ..Default::default()
        };
        let again = proto::RemovePartnerRequest {
            request_id: id(8),
            etag: "2".to_owned(),
            ..remove
        };
        let refused = [
            fixture.officer().update_sourcing(update).await.unwrap_err(),
            fixture
                .webhook_officer()
                .create_subscription(create)
                .await
                .unwrap_err(),
            fixture.officer().remove_partner(again).await.unwrap_err(),
        ];
        for refused in refused {
            assert_eq!(
                (refused.code(), reason_of(&refused).0.as_str()),
                (Code::FailedPrecondition, "PARTNER_LEFT")
            );
        }
    }
);

fn create(n: u128, partner: &proto::Partner) -> proto::CreateSubscriptionRequest {
    proto::CreateSubscriptionRequest {
        request_id: id(100 + n),
        partner_id: partner.id.clone(),
        url: format!("https://songtra.example/{n}"),
        ..Default::default()
    }
}

on_both_engines!(
    a_partner_has_no_more_subscriptions_than_its_quota_until_it_deletes_one,
    async |url: String| {
        let fixture = Fixture::with(&url, &[("webhooks.max_subscriptions", "2")]).await;
        let partner = fixture.supermarket().await;
        let mut officer = fixture.webhook_officer();
        let mut ids = Vec::new();
        for n in 1..=2 {
            let made = officer
                .create_subscription(create(n, &partner))
                .await
                .unwrap();
            ids.push(made.into_inner().subscription.unwrap().id);
        }
        let refused = officer
            .create_subscription(create(3, &partner))
            .await
            .unwrap_err();
        assert_eq!(
            (refused.code(), reason_of(&refused).0.as_str()),
            (Code::ResourceExhausted, "SUBSCRIPTION_QUOTA")
        );
        let delete = proto::DeleteSubscriptionRequest {
            request_id: id(5),
            id: ids[0].clone(),
        };
        officer.delete_subscription(delete).await.unwrap();
        officer
            .create_subscription(create(3, &partner))
            .await
            .unwrap();
    }
);

#[tokio::test]
async fn two_replicas_at_once_make_no_more_subscriptions_than_the_quota() {
    on_postgres(async |url| {
        let quota = [("webhooks.max_subscriptions", "3")];
        let fixture = Fixture::with(&url, &quota).await;
        let other = fixture.replica_with(&quota).await;
        let partner = fixture.supermarket().await;
        let calls = (0..24).map(|n| {
            let mut officer = if n % 2 == 0 {
                fixture.webhook_officer()
            } else {
                fixture.webhook_officer_of(&other)
            };
            let request = create(n, &partner);
            async move { officer.create_subscription(request).await }
        });
        let made = join_all(calls).await;
        assert_eq!(made.iter().filter(|made| made.is_ok()).count(), 3);
        for refused in made.into_iter().filter_map(Result::err) {
            assert_eq!(reason_of(&refused).0, "SUBSCRIPTION_QUOTA");
        }
    })
    .await;
}

on_both_engines!(
    a_partner_that_comes_back_finds_its_matches_again,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let partner = fixture.supermarket().await;
        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2026-06-15"))
            .await;
        fixture.listing(1, proto::ListingState::Open, 3).await;
        let remove = proto::RemovePartnerRequest {
            request_id: id(5),
            id: partner.id.clone(),
            etag: partner.etag.clone(),
        };
        let left = fixture.officer().remove_partner(remove).await.unwrap();
        let left = left.into_inner().partner.unwrap();
        let back = proto::ReturnPartnerRequest {
            request_id: id(6),
            id: partner.id.clone(),
            etag: left.etag,
        };
        let returned = fixture.officer().return_partner(back).await.unwrap();
        let returned = returned.into_inner().partner.unwrap();
        assert_eq!(
            (returned.leave_time, returned.sourcing),
            (None, partner.sourcing.clone())
        );
        let found = fixture.matches(&partner, proto::MatchState::Active).await;
        assert_eq!(found.len(), 1);
        let again = proto::ReturnPartnerRequest {
            request_id: id(7),
            id: partner.id,
            etag: returned.etag,
        };
        let refused = fixture.officer().return_partner(again).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "PARTNER_PRESENT");
    }
);
