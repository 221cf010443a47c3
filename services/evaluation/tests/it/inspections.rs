//! Inspections, from the plan to the revocation that follows.

use futures::StreamExt as _;
use ocop_chassis::messaging::Event;
use ocop_harness::{eventually, on_both_engines};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::plan_inspection_request::Subject;
use tonic::{Code, Status};

use crate::fixture::{Fixture, id, product_id, refusal};
use crate::procedure::decision;
use crate::producers::sa_huynh;

fn plan(request: u128, subject: Subject) -> proto::PlanInspectionRequest {
    proto::PlanInspectionRequest {
        request_id: id(request),
        kind: proto::InspectionKind::Surprise.into(),
        inspector: "Chi cục Quản lý chất lượng".to_owned(),
        planned_for: "2026-09-01".to_owned(),
        topics: Vec::new(),
        subject: Some(subject),
    }
}

fn misuse(product: &str, due_on: Option<&str>) -> proto::Finding {
    proto::Finding {
        topic: proto::InspectionTopic::Mark.into(),
        text: "in logo OCOP trên sản phẩm chưa được công nhận".to_owned(),
        product_id: product.to_owned(),
        remedy: due_on.map(|due_on| proto::Remedy {
            what: "thu hồi bao bì".to_owned(),
            due_on: due_on.to_owned(),
            ..Default::default()
        }),
    }
}

fn proposal(certificate: &str) -> proto::RevocationProposal {
    proto::RevocationProposal {
        certificate_id: certificate.to_owned(),
        ground: proto::RevocationGround::MarkMisuse.into(),
        conclusion: "không khắc phục, gây nhầm lẫn".to_owned(),
        concluded_on: "2026-09-20".to_owned(),
        authority: "Sở Nông nghiệp và Môi trường".to_owned(),
        decide_by: String::new(),
    }
}

/// A certified product and its certificate.
async fn certified(fixture: &Fixture) -> proto::Certificate {
    let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
    let request = proto::ImportCertificateRequest {
        request_id: id(0x1000),
        product_id: product,
        star: 3,
        decision: Some(decision("2025-02-03")),
        ..Default::default()
    };
    let mut office = fixture.certificates(Role::OcopOffice);
    let answer = office.import_certificate(request).await.unwrap();
    answer.into_inner().certificate.unwrap()
}

async fn planned(fixture: &Fixture, request: u128, subject: Subject) -> proto::Inspection {
    let mut inspector = fixture.monitoring(Role::Inspector, "province:51");
    let answer = inspector
        .plan_inspection(plan(request, subject))
        .await
        .unwrap();
    answer.into_inner().inspection.unwrap()
}

async fn recorded(
    fixture: &Fixture,
    (request, inspection): (u128, &str),
    findings: Vec<proto::Finding>,
) -> Result<proto::Inspection, Status> {
    let request = proto::RecordInspectionRequest {
        request_id: id(request),
        id: inspection.to_owned(),
        inspected_on: "2026-09-01".to_owned(),
        findings,
    };
    let mut inspector = fixture.monitoring(Role::Inspector, "province:51");
    let answer = inspector.record_inspection(request).await?;
    Ok(answer.into_inner().inspection.unwrap())
}

async fn checked(
    fixture: &Fixture,
    (request, inspection): (u128, &str),
    outcome: proto::RemedyOutcome,
    on: &str,
) -> Result<proto::Inspection, Status> {
    let request = proto::ConfirmRemedyRequest {
        request_id: id(request),
        id: inspection.to_owned(),
        finding: 1,
        outcome: outcome.into(),
        checked_on: on.to_owned(),
        note: String::new(),
    };
    let mut inspector = fixture.monitoring(Role::Inspector, "province:51");
    let answer = inspector.confirm_remedy(request).await?;
    Ok(answer.into_inner().inspection.unwrap())
}

on_both_engines!(
    the_mark_on_a_sibling_product_leads_to_revocation_if_it_is_not_put_right,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let certificate = certified(&fixture).await;
        let sibling = fixture.product(2, 10, ("524", "Bình Sơn")).await;
        let subject = Subject::CertificateId(certificate.id.clone());
        let inspection = planned(&fixture, 1, subject).await;
        assert_eq!(inspection.state(), proto::InspectionState::Planned);
        assert_eq!(
            (&inspection.product_id, inspection.topics.len()),
            (&certificate.product_id, 2)
        );
        let findings = vec![misuse(&sibling, Some("2026-09-15"))];
        let found = recorded(&fixture, (2, &inspection.id), findings)
            .await
            .unwrap();
        assert_eq!(
            (found.state(), found.due_on.as_str()),
            (proto::InspectionState::RemedyDue, "2026-09-15")
        );
        assert_eq!(found.findings[0].product_id, sibling);

        let missing = proto::RemedyOutcome::Missing;
        let early = checked(&fixture, (3, &inspection.id), missing, "2026-09-15")
            .await
            .unwrap_err();
        assert_eq!(refusal(&early).0, "REMEDY_NOT_DUE");
        let late = checked(&fixture, (4, &inspection.id), missing, "2026-09-16")
            .await
            .unwrap();
        assert_eq!(late.state(), proto::InspectionState::RemedyMissing);

        let mut inspector = fixture.monitoring(Role::Inspector, "province:51");
        let propose = proto::ProposeRevocationRequest {
            request_id: id(5),
            id: inspection.id.clone(),
            proposal: Some(proposal("")),
        };
        let proposed = inspector.propose_revocation(propose).await.unwrap();
        let proposed = proposed.into_inner().inspection.unwrap();
        let said = proposed.proposal.unwrap();
        assert_eq!(
            (&said.certificate_id, said.decide_by.as_str()),
            (&certificate.id, "2026-10-05")
        );

        // The decision closes the proposal in the same transaction, and neither happens twice.
        let revoke = |request: u128| proto::RevokeCertificateRequest {
            request_id: id(request),
            certificate_id: certificate.id.clone(),
            revocation: Some(proto::Revocation {
                ground: proto::RevocationGround::MarkMisuse.into(),
                reason: "theo đề nghị của đoàn kiểm tra".to_owned(),
                decision: Some(decision("2026-10-02")),
            }),
            inspection_id: inspection.id.clone(),
        };
        let mut authority = fixture.certificates(Role::DecisionAuthority);
        authority.revoke_certificate(revoke(6)).await.unwrap();
        authority.revoke_certificate(revoke(6)).await.unwrap();
        let again = authority.revoke_certificate(revoke(7)).await.unwrap_err();
        assert_eq!(refusal(&again).0, "REVOKED_ALREADY");
        let closed = inspector
            .get_inspection(proto::GetInspectionRequest {
                id: inspection.id.clone(),
            })
            .await
            .unwrap()
            .into_inner()
            .inspection
            .unwrap();
        assert_eq!(
            (closed.state(), closed.revoked_on.as_str()),
            (proto::InspectionState::Revoked, "2026-10-02")
        );
        assert_eq!(closed.due_on, "");
    }
);

on_both_engines!(
    a_revocation_that_the_inspection_did_not_propose_changes_nothing,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let certificate = certified(&fixture).await;
        let subject = Subject::CertificateId(certificate.id.clone());
        let inspection = planned(&fixture, 1, subject).await;
        let revoke = proto::RevokeCertificateRequest {
            request_id: id(2),
            certificate_id: certificate.id.clone(),
            revocation: Some(proto::Revocation {
                ground: proto::RevocationGround::Ceased.into(),
                reason: "ngừng sản xuất".to_owned(),
                decision: Some(decision("2026-10-02")),
            }),
            inspection_id: inspection.id,
        };
        let mut authority = fixture.certificates(Role::DecisionAuthority);
        let refused = authority.revoke_certificate(revoke).await.unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::FailedPrecondition, "WRONG_STATE")
        );
        let request = proto::GetCertificateRequest {
            id: certificate.id.clone(),
        };
        let stored = fixture.anybody().get_certificate(request).await.unwrap();
        assert_eq!(stored.into_inner().certificate.unwrap().revocation, None);
    }
);

on_both_engines!(
    a_producer_as_a_whole_is_inspected_and_puts_it_right,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let listener = async_nats::connect(fixture.nats.url()).await.unwrap();
        let mut heard = listener
            .subscribe("ocop.evaluation.v1.inspection.*.51")
            .await
            .unwrap();
        listener.flush().await.unwrap();
        let certificate = certified(&fixture).await;
        fixture.producer(1, &sa_huynh("HTX Sa Huỳnh")).await;
        let producer = certificate.producer_id.clone();
        let mut inspector = fixture.monitoring(Role::Inspector, "province:51");
        let subject = Subject::ProducerId(producer.clone());
        // Each try is another request: a refused one is not remembered, a done one is not done again.
        let inspection = eventually("the producer is known", async || {
            inspector.plan_inspection(plan(1, subject.clone())).await
        })
        .await;
        let inspection = inspection.into_inner().inspection.unwrap();
        let stranger = misuse(&product_id(77), None);
        let refused = recorded(&fixture, (2, &inspection.id), vec![stranger])
            .await
            .unwrap_err();
        assert_eq!(refusal(&refused).0, "PRODUCT_UNKNOWN");
        let early = vec![misuse("", Some("2026-08-31"))];
        let refused = recorded(&fixture, (3, &inspection.id), early)
            .await
            .unwrap_err();
        assert_eq!(refusal(&refused).1, ["findings[0].remedy.due_on"]);
        let findings = vec![misuse("", Some("2026-09-15"))];
        recorded(&fixture, (4, &inspection.id), findings)
            .await
            .unwrap();
        let met = proto::RemedyOutcome::Met;
        let remedied = checked(&fixture, (5, &inspection.id), met, "2026-09-10")
            .await
            .unwrap();
        assert_eq!(remedied.state(), proto::InspectionState::Remedied);
        let propose = proto::ProposeRevocationRequest {
            request_id: id(6),
            id: inspection.id.clone(),
            proposal: Some(proposal(&certificate.id)),
        };
        let refused = inspector.propose_revocation(propose).await.unwrap_err();
        assert_eq!(refusal(&refused).0, "WRONG_STATE");
        for (version, name) in [(1, "planned"), (2, "recorded"), (3, "remedied")] {
            let message = heard.next().await.unwrap();
            let event =
                Event::read(&message.subject, message.headers.as_ref(), &message.payload).unwrap();
            let kind = format!("ocop.evaluation.inspection.{name}.v1");
            assert_eq!((event.kind, event.version), (kind, version));
            let fact: proto::InspectionFact = serde_json::from_slice(&event.data).unwrap();
            assert_eq!(fact.inspection.unwrap().producer_id, producer);
        }
    }
);

on_both_engines!(
    inspections_are_listed_by_what_is_due_and_only_where_a_role_reaches,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let certificate = certified(&fixture).await;
        let first = planned(&fixture, 1, Subject::ProductId(certificate.product_id)).await;
        let findings = vec![misuse("", Some("2026-12-15"))];
        recorded(&fixture, (2, &first.id), findings).await.unwrap();
        let second = planned(&fixture, 3, Subject::CertificateId(certificate.id)).await;
        let list = async |role: Role, scope: &str, request: proto::ListInspectionsRequest| {
            let mut client = fixture.monitoring(role, scope);
            let answer = client.list_inspections(request).await?;
            let ids = answer.into_inner().inspections.into_iter();
            Ok::<Vec<String>, Status>(ids.map(|inspection| inspection.id).collect())
        };
        let here = proto::ListInspectionsRequest {
            province_code: "51".to_owned(),
            ..Default::default()
        };
        let due = |day: &str| proto::ListInspectionsRequest {
            due_before: day.to_owned(),
            ..here.clone()
        };
        let auditor = Role::Auditor;
        let all = list(auditor, "*", here.clone()).await.unwrap();
        assert_eq!(all.len(), 2);
        // The planned one of September is due; the remedy has until 15 December.
        let overdue = list(auditor, "*", due("2026-12-15")).await.unwrap();
        assert_eq!(overdue, [second.id]);
        assert_eq!(
            list(auditor, "*", due("2026-12-16")).await.unwrap().len(),
            2
        );
        let state = proto::ListInspectionsRequest {
            state: proto::InspectionState::RemedyDue.into(),
            ..here.clone()
        };
        assert_eq!(list(auditor, "*", state).await.unwrap(), [first.id]);
        let own = proto::ListInspectionsRequest {
            producer_id: certificate.producer_id.clone(),
            ..Default::default()
        };
        let scope = format!("producer:{}", certificate.producer_id);
        assert_eq!(list(Role::Producer, &scope, own).await.unwrap().len(), 2);
        for (role, scope) in [(Role::Producer, scope.as_str()), (auditor, "province:48")] {
            let refused = list(role, scope, here.clone()).await.unwrap_err();
            assert_eq!(refusal(&refused).0, "OUT_OF_SCOPE");
        }
        let refused = list(Role::Partner, "*", here).await.unwrap_err();
        assert_eq!(refusal(&refused).0, "ROLE_MISSING");
    }
);

on_both_engines!(
    a_finding_on_a_product_of_another_producer_is_refused,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let of_sa_huynh = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let other = catalog::ProducerFact {
            id: id(0xC1),
            ..sa_huynh("HTX Đức Phổ")
        };
        fixture.producer(1, &other).await;
        let mut inspector = fixture.monitoring(Role::Inspector, "province:51");
        let inspection = eventually("the producer is known", async || {
            let subject = Subject::ProducerId(other.id.clone());
            inspector.plan_inspection(plan(1, subject)).await
        })
        .await;
        let inspection = inspection.into_inner().inspection.unwrap();
        let findings = vec![misuse(&of_sa_huynh, None)];
        let refused = recorded(&fixture, (2, &inspection.id), findings)
            .await
            .unwrap_err();
        assert_eq!(refusal(&refused).0, "OTHER_PRODUCER");
    }
);
