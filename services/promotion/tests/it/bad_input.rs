//! Requests that cannot be read: everything wrong is reported at once.

use ocop_harness::{on_both_engines, on_sqlite, reason_of};
use ocop_identity::Role;
use ocop_proto::promotion::v1 as proto;
use tonic::{Code, Status};

use crate::fixture::{Fixture, id, supermarket};

fn invalid<T: std::fmt::Debug>(answer: Result<T, Status>) -> Vec<String> {
    let refused = answer.unwrap_err();
    assert_eq!(refused.code(), Code::InvalidArgument);
    let (reason, fields) = reason_of(&refused);
    assert_eq!(reason, "INVALID_REQUEST");
    fields
}

#[tokio::test]
async fn every_fault_of_a_partner_is_reported_at_once() {
    on_sqlite(async |url| {
        let fixture = Fixture::new(&url).await;
        let mut officer = fixture.officer();
        let mut register = async |request| invalid(officer.register_partner(request).await);
        let request = proto::RegisterPartnerRequest {
            request_id: "no uuid".to_owned(),
            partner: Some(proto::Partner {
                name: "x".repeat(201),
                email: "mua tại siêu thị".to_owned(),
                sourcing: Some(proto::Sourcing {
                    criteria_sets: vec![9, 27, 0],
                    province_codes: vec!["51".to_owned(), "Quảng Ngãi".to_owned()],
                    minimum_star: 2,
                    ..Default::default()
                }),
                ..Default::default()
            }),
        };
        assert_eq!(
            register(request).await,
            [
                "request_id",
                "partner.name",
                "partner.email",
                "partner.sourcing.criteria_sets[1]",
                "partner.sourcing.criteria_sets[2]",
                "partner.sourcing.province_codes[1]",
                "partner.sourcing.minimum_star"
            ]
        );
        let nothing = proto::RegisterPartnerRequest {
            request_id: id(1),
            partner: None,
        };
        assert_eq!(
            register(nothing).await,
            ["partner.name", "partner.email", "partner.sourcing"]
        );
        let update = proto::UpdateSourcingRequest {
            request_id: id(2),
            id: "7".to_owned(),
            etag: "yesterday".to_owned(),
            sourcing: None,
            ..Default::default()
        };
        assert_eq!(
            invalid(fixture.officer().update_sourcing(update).await),
            ["id", "etag", "sourcing"]
        );
    })
    .await;
}

#[tokio::test]
async fn every_fault_of_a_list_is_reported_at_once() {
    on_sqlite(async |url| {
        let fixture = Fixture::new(&url).await;
        let listings = proto::ListListingsRequest {
            page_size: 501,
            page_token: "?".to_owned(),
            state: 9,
            criteria_sets: vec![27],
            province_code: "QN".to_owned(),
            minimum_star: Some(6),
            ..Default::default()
        };
        assert_eq!(
            invalid(fixture.listings().list_listings(listings).await),
            [
                "page_size",
                "page_token",
                "state",
                "criteria_sets[0]",
                "province_code",
                "minimum_star"
            ]
        );
        let one = proto::GetListingRequest::default();
        assert_eq!(invalid(fixture.listings().get_listing(one).await), ["id"]);

        let mut officer = fixture.officer();
        let matches = proto::ListMatchesRequest {
            page_size: -1,
            state: 9,
            ..Default::default()
        };
        assert_eq!(
            invalid(officer.list_matches(matches).await),
            ["page_size", "partner_id", "state"]
        );
        let mut everywhere = fixture.partners(Role::PromotionOfficer, "*");
        let partners = proto::ListPartnersRequest {
            page_token: "?".to_owned(),
            ..Default::default()
        };
        assert_eq!(
            invalid(everywhere.list_partners(partners).await),
            ["page_token"]
        );
        let one = proto::GetPartnerRequest::default();
        assert_eq!(invalid(officer.get_partner(one).await), ["id"]);
    })
    .await;
}

#[tokio::test]
async fn every_fault_of_a_subscription_is_reported_at_once() {
    on_sqlite(async |url| {
        let fixture = Fixture::new(&url).await;
        let mut officer = fixture.webhook_officer();
        let create = proto::CreateSubscriptionRequest {
            request_id: String::new(),
            partner_id: "x".to_owned(),
            url: "siêu thị".to_owned(),
            ..Default::default()
        };
        assert_eq!(
            invalid(officer.create_subscription(create).await),
            ["request_id", "partner_id", "url"]
        );
        let enable = proto::EnableSubscriptionRequest::default();
        assert_eq!(
            invalid(officer.enable_subscription(enable).await),
            ["request_id", "id"]
        );
        let resend = proto::ResendDeliveryRequest::default();
        assert_eq!(
            invalid(officer.resend_delivery(resend).await),
            ["request_id", "id"]
        );
        let list = proto::ListSubscriptionsRequest {
            page_size: 501,
            ..Default::default()
        };
        assert_eq!(
            invalid(officer.list_subscriptions(list).await),
            ["page_size", "partner_id"]
        );
        let deliveries = proto::ListDeliveriesRequest {
            state: 9,
            ..Default::default()
        };
        assert_eq!(
            invalid(officer.list_deliveries(deliveries).await),
            ["subscription_id", "state"]
        );
    })
    .await;
}

#[tokio::test]
async fn in_production_a_webhook_goes_to_the_public_internet_by_https_only() {
    on_sqlite(async |url| {
        let production = [
            ("webhooks.allow_loopback", "false"),
            ("webhooks.allow_http", "false"),
        ];
        let fixture = Fixture::with(&url, &production).await;
        let partner = fixture.supermarket().await;
        for bad in [
            "http://songtra.example/",
            "https://127.0.0.1/",
            "https://169.254.169.254/latest/meta-data",
            "https://[::ffff:10.0.0.1]/",
            "https://mua:hang@songtra.example/",
        ] {
            let create = proto::CreateSubscriptionRequest {
                request_id: id(3),
                partner_id: partner.id.clone(),
                url: bad.to_owned(),
                ..Default::default()
            };
            let refused = fixture.webhook_officer().create_subscription(create).await;
            assert_eq!(invalid(refused), ["url"], "{bad}");
        }
    })
    .await;
}

on_both_engines!(
    a_request_id_with_another_body_is_refused,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        fixture.supermarket().await;
        let other = proto::RegisterPartnerRequest {
            request_id: id(1),
            partner: Some(proto::Partner {
                name: "Siêu thị khác".to_owned(),
                ..supermarket()
            }),
        };
        let refused = fixture.officer().register_partner(other).await.unwrap_err();
        assert_eq!(
            (refused.code(), reason_of(&refused).0.as_str()),
            (Code::InvalidArgument, "REQUEST_ID_REUSED")
        );
    }
);

on_both_engines!(
    a_name_typed_in_pieces_is_stored_whole,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let request = proto::RegisterPartnerRequest {
            request_id: id(1),
            partner: Some(proto::Partner {
                name: " Sie\u{302}u thi\u{323} ".to_owned(),
                ..supermarket()
            }),
        };
        let registered = fixture.officer().register_partner(request).await.unwrap();
        assert_eq!(registered.into_inner().partner.unwrap().name, "Siêu thị");
    }
);
