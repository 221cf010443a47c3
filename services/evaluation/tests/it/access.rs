//! Who may call what.

use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::dossier_service_client::DossierServiceClient;
use tonic::Code;

use crate::fixture::{Fixture, id, product_id, refusal};
use crate::procedure::created;

on_both_engines!(
    a_producer_cannot_decide_and_another_province_cannot_see,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
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
            .bearer("xa", Role::OcopOffice, "province:49");
        let mut elsewhere =
            DossierServiceClient::with_interceptor(fixture.service.channel(), bearer);
        let refused = elsewhere.create_dossier(create).await.unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::PermissionDenied, "OUT_OF_SCOPE")
        );
    }
);

on_both_engines!(
    a_product_nobody_has_told_of_is_unknown_for_now,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let create = proto::CreateDossierRequest {
            request_id: id(3),
            product_id: product_id(99),
            kind: proto::DossierKind::First.into(),
            self_assessment: Vec::new(),
            content: None,
        };
        let refused = fixture
            .dossiers("lan", Role::OcopOffice)
            .create_dossier(create)
            .await
            .unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::FailedPrecondition, "PRODUCT_UNKNOWN")
        );
    }
);

on_both_engines!(
    a_dossier_is_read_by_those_of_its_province_and_its_producer_only,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
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
            (Role::CommuneOfficer, "commune:524", true),
            (Role::OcopOffice, "province:49", false),
            (Role::CommuneOfficer, "commune:525", false),
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
