//! Who may call what.

use chrono::TimeDelta;
use ocop_chassis::ids::new_id;
use ocop_chassis::messaging::Event;
use ocop_harness::{eventually, on_both_engines};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::dossier_service_client::DossierServiceClient;
use tonic::Code;
use tonic_types::StatusExt as _;
use uuid::Uuid;

use crate::fixture::{Fixture, id, product_id, refusal};
use crate::procedure::created;

on_both_engines!(
    a_producer_cannot_decide_and_another_province_cannot_see,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("21040", "Bình Sơn")).await;
        let decide = proto::RecordDecisionRequest {
            request_id: id(1),
            dossier_id: id(2),
            decision: None,
        };
        let refused = fixture
            .dossiers("lan", Role::Producer)
            .record_decision(decide)
            .await
            .unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::PermissionDenied, "ROLE_MISSING")
        );

        let answers = fixture.best_but(9, &[]).await;
        let create = proto::CreateDossierRequest {
            request_id: id(3),
            product_id: product,
            kind: proto::DossierKind::First.into(),
            self_assessment: answers,
            content: None,
        };
        let bearer = fixture
            .service
            .bearer("xa", Role::OcopOffice, "province:48");
        let mut elsewhere =
            DossierServiceClient::with_interceptor(fixture.service.channel(), bearer);
        let refused = elsewhere.create_dossier(create).await.unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::PermissionDenied, "OUT_OF_SCOPE")
        );
    }
);

/// How a dossier for a product is refused: code, reason, and whether it may pass later.
async fn refused_for(fixture: &Fixture, product: String) -> (Code, String, bool) {
    let create = proto::CreateDossierRequest {
        request_id: id(3),
        product_id: product,
        kind: proto::DossierKind::First.into(),
        // Refused once the product is known: the set has no such criterion.
        self_assessment: vec![proto::Answer {
            criterion: "99".to_owned(),
            option: "a".to_owned(),
        }],
        content: None,
    };
    let mut office = fixture.dossiers("lan", Role::OcopOffice);
    let refused = office.create_dossier(create).await.unwrap_err();
    let retry = refused.get_details_retry_info().is_some();
    (refused.code(), refusal(&refused).0, retry)
}

on_both_engines!(
    a_product_nobody_has_told_of_is_unknown_for_now,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let (not_yet, never) = (
            (Code::FailedPrecondition, "PRODUCT_UNKNOWN".to_owned(), true),
            (Code::NotFound, "PRODUCT_UNKNOWN".to_owned(), false),
        );
        let now = fixture.service.clock.now();
        let made = |ago: TimeDelta| new_id(now - ago).to_string();
        assert_eq!(refused_for(&fixture, product_id(99)).await, not_yet);
        let old = made(TimeDelta::days(1));
        assert_eq!(refused_for(&fixture, old.clone()).await, not_yet);
        let foreign = Uuid::new_v5(&Uuid::NAMESPACE_URL, b"nobody").to_string();
        assert_eq!(refused_for(&fixture, foreign).await, never);
        let ahead = made(-TimeDelta::days(1));
        assert_eq!(refused_for(&fixture, ahead).await, never);

        // An event that was recorded later has come: what is older would have come before it.
        let fact = catalog::ProductFact {
            id: product_id(1),
            criteria_set: 9,
            place: Some(catalog::PlaceFact::default()),
            producer_id: id(0xC0),
            active: true,
            ..Default::default()
        };
        let event = Event {
            id: new_id(now),
            kind: "ocop.catalog.product.registered.v1".to_owned(),
            aggregate_type: "product".to_owned(),
            aggregate_id: fact.id.parse().unwrap(),
            version: 1,
            time: now,
            snapshot: false,
            traceparent: String::new(),
            subject: "ocop.catalog.v1.product.registered.51".to_owned(),
            data: serde_json::to_vec(&fact).unwrap(),
        };
        fixture.publish(event).await;
        eventually("the service has heard of what came later", async || {
            refused_for(&fixture, product_id(1)).await.1 != "PRODUCT_UNKNOWN"
        })
        .await;
        assert_eq!(refused_for(&fixture, old).await, never);
        assert_eq!(
            refused_for(&fixture, made(TimeDelta::seconds(1))).await,
            not_yet
        );
    }
);

on_both_engines!(
    a_dossier_is_read_by_those_of_its_province_and_its_producer_only,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("21040", "Bình Sơn")).await;
        let answers = fixture.best_but(9, &[]).await;
        let kind = proto::DossierKind::First;
        let dossier = created(&fixture, (1, &product), kind, answers)
            .await
            .unwrap();
        let own = format!("producer:{}", dossier.producer_id);
        let cases = [
            (Role::OcopOffice, "province:51", true),
            (Role::OcopOffice, "*", true),
            (Role::Producer, own.as_str(), true),
            (Role::CommuneOfficer, "commune:21040", true),
            (Role::OcopOffice, "province:48", false),
            (Role::CommuneOfficer, "commune:21115", false),
            (
                Role::Producer,
                "producer:0198c000-0000-7000-8000-000000000000",
                false,
            ),
        ];
        for (role, scope, reads) in cases {
            let mut reader = fixture.scoped_dossiers("ai", role, scope);
            let ask = proto::GetDossierRequest {
                id: dossier.id.clone(),
            };
            let got = reader.get_dossier(ask).await;
            let listed = reader
                .list_dossiers(proto::ListDossiersRequest::default())
                .await
                .unwrap()
                .into_inner()
                .dossiers;
            assert_eq!(listed.len(), usize::from(reads), "{role:?} of {scope}");
            match got {
                Ok(_) => assert!(reads, "{role:?} of {scope}"),
                Err(refused) => assert_eq!(refusal(&refused).0, "OUT_OF_SCOPE"),
            }
        }
        let mut partner = fixture.scoped_dossiers("mua", Role::Partner, "partner:1");
        let refused = partner
            .list_dossiers(proto::ListDossiersRequest::default())
            .await
            .unwrap_err();
        assert_eq!(refusal(&refused).0, "ROLE_MISSING");
    }
);
