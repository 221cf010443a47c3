//! How far a caller reaches: everything that a call touches must be covered.

use ocop_harness::{eventually, on_both_engines};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::plan_inspection_request::Subject;
use tonic::{Code, Status};

use crate::documents::{all, client, download, list, owner, paper, pdf, upload, withdraw};
use crate::fixture::{Fixture, id, product_id, refusal};
use crate::procedure::{decision, round};
use crate::producers::sa_huynh;

const HERE: &str = "province:51";
const THERE: &str = "province:52";

/// A producer of province 51 whose first product is made in province 64.
async fn made_elsewhere(fixture: &Fixture) -> String {
    fixture.producer(1, &sa_huynh("HTX Sa Huỳnh")).await;
    let there = catalog::PlaceFact {
        code: "21583".to_owned(),
        name: "Xã bên kia".to_owned(),
        kind: catalog::PlaceKind::Commune.into(),
        province_code: "52".to_owned(),
        province_name: "Gia Lai".to_owned(),
        ..Default::default()
    };
    fixture.say_product((1, 1), 9, there).await;
    fixture.heard_of(&product_id(1)).await;
    eventually("the producer's own place is known", async || {
        let mut office = client(fixture, Role::OcopOffice, HERE);
        list(&mut office, all()).await.is_ok()
    })
    .await;
    product_id(1)
}

fn out_of_scope<T: std::fmt::Debug>(answer: Result<T, Status>) {
    let refused = answer.unwrap_err();
    assert_eq!(
        (refused.code(), refusal(&refused).0.as_str()),
        (Code::PermissionDenied, "OUT_OF_SCOPE")
    );
}

on_both_engines!(
    a_producers_papers_belong_to_its_own_place_and_not_to_that_of_a_product,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        made_elsewhere(&fixture).await;
        let filed = upload(&mut owner(&fixture), &paper(1, pdf(100)))
            .await
            .unwrap();
        assert_eq!(
            (filed.province_code.as_str(), filed.place_code.as_str()),
            ("51", "21478")
        );
        for (role, scope) in [
            (Role::OcopOffice, THERE),
            (Role::CommuneOfficer, "commune:21583"),
        ] {
            let mut there = client(&fixture, role, scope);
            out_of_scope(list(&mut there, all()).await);
            out_of_scope(download(&mut there, &filed.id).await);
        }
        let mut there = client(&fixture, Role::OcopOffice, THERE);
        let mut newer = paper(2, pdf(200));
        newer.said.replaces = filed.id.clone();
        out_of_scope(upload(&mut there, &newer).await);
        out_of_scope(withdraw(&mut there, 3, &filed.id).await);
        let of_province = |code: &str| proto::ListEvidenceRequest {
            province_code: code.to_owned(),
            ..Default::default()
        };
        assert!(
            list(&mut there, of_province("52"))
                .await
                .unwrap()
                .is_empty()
        );
        let mut here = client(&fixture, Role::OcopOffice, HERE);
        assert_eq!(
            list(&mut here, of_province("51")).await.unwrap(),
            std::slice::from_ref(&filed.id)
        );
        download(&mut here, &filed.id).await.unwrap();
        let mut commune = client(&fixture, Role::CommuneOfficer, "commune:21478");
        download(&mut commune, &filed.id).await.unwrap();
    }
);

on_both_engines!(
    papers_follow_their_producer_to_its_new_place,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        made_elsewhere(&fixture).await;
        let filed = upload(&mut owner(&fixture), &paper(1, pdf(100)))
            .await
            .unwrap();
        let mut moved = sa_huynh("HTX Sa Huỳnh");
        let place = moved.place.as_mut().unwrap();
        place.code = "21583".to_owned();
        place.province_code = "52".to_owned();
        fixture.producer(2, &moved).await;
        let of_province = |code: &str| proto::ListEvidenceRequest {
            province_code: code.to_owned(),
            ..Default::default()
        };
        let mut there = client(&fixture, Role::OcopOffice, THERE);
        eventually("the papers have moved", async || {
            list(&mut there, of_province("52")).await.unwrap() == [filed.id.clone()]
        })
        .await;
        let mut here = client(&fixture, Role::OcopOffice, HERE);
        assert!(list(&mut here, of_province("51")).await.unwrap().is_empty());
        out_of_scope(download(&mut here, &filed.id).await);
    }
);

on_both_engines!(
    nobody_makes_something_in_the_name_of_a_producer_of_another_province,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = made_elsewhere(&fixture).await;
        let import = |n: u128| proto::ImportCertificateRequest {
            request_id: id(n),
            product_id: product.clone(),
            star: 3,
            decision: Some(decision("2025-02-03")),
            ..Default::default()
        };
        let create = |n: u128| proto::CreateDossierRequest {
            request_id: id(n),
            product_id: product.clone(),
            kind: proto::DossierKind::First.into(),
            self_assessment: Vec::new(),
            content: None,
        };
        for (n, scope) in [(10, HERE), (20, THERE)] {
            let mut certificates = fixture.certificates_in(Role::OcopOffice, scope);
            out_of_scope(certificates.import_certificate(import(n)).await);
            let mut dossiers = fixture.scoped_dossiers("ai", Role::OcopOffice, scope);
            out_of_scope(dossiers.create_dossier(create(n + 1)).await);
        }
        let mut centre = fixture.certificates_in(Role::OcopOffice, "*");
        centre.import_certificate(import(30)).await.unwrap();
    }
);

on_both_engines!(
    a_decision_on_a_round_is_for_the_authority_of_its_province,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let round_id = round(&fixture).await;
        let request = proto::RecordRoundDecisionRequest {
            request_id: id(40),
            round_id,
            decision: Some(decision("2026-06-10")),
            ..Default::default()
        };
        let mut there = fixture.certificates_in(Role::DecisionAuthority, THERE);
        out_of_scope(there.record_round_decision(request).await);
    }
);

on_both_engines!(
    an_inspection_names_no_product_and_no_certificate_out_of_the_callers_scope,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = made_elsewhere(&fixture).await;
        let mut centre = fixture.certificates_in(Role::OcopOffice, "*");
        let import = proto::ImportCertificateRequest {
            request_id: id(50),
            product_id: product.clone(),
            star: 3,
            decision: Some(decision("2025-02-03")),
            ..Default::default()
        };
        let imported = centre.import_certificate(import).await.unwrap();
        let certificate = imported.into_inner().certificate.unwrap().id;
        let mut here = fixture.monitoring(Role::Inspector, HERE);
        let plan = proto::PlanInspectionRequest {
            request_id: id(51),
            kind: proto::InspectionKind::Surprise.into(),
            inspector: "Chi cục Quản lý chất lượng".to_owned(),
            planned_for: "2026-09-01".to_owned(),
            topics: Vec::new(),
            subject: Some(Subject::ProducerId(id(0xC0))),
        };
        let planned = here.plan_inspection(plan).await.unwrap().into_inner();
        let inspection = planned.inspection.unwrap().id;
        let record = |n: u128, product_id: &str| proto::RecordInspectionRequest {
            request_id: id(n),
            id: inspection.clone(),
            inspected_on: "2026-09-01".to_owned(),
            findings: vec![proto::Finding {
                topic: proto::InspectionTopic::Mark.into(),
                text: "in sai nhãn".to_owned(),
                product_id: product_id.to_owned(),
                remedy: None,
            }],
        };
        out_of_scope(here.record_inspection(record(52, &product)).await);
        here.record_inspection(record(53, "")).await.unwrap();
        let propose = |n: u128| proto::ProposeRevocationRequest {
            request_id: id(n),
            id: inspection.clone(),
            proposal: Some(proto::RevocationProposal {
                certificate_id: certificate.clone(),
                ground: proto::RevocationGround::MarkMisuse.into(),
                conclusion: "gây nhầm lẫn".to_owned(),
                concluded_on: "2026-09-20".to_owned(),
                authority: "Sở Nông nghiệp và Môi trường".to_owned(),
                decide_by: String::new(),
            }),
        };
        out_of_scope(here.propose_revocation(propose(54)).await);
    }
);
