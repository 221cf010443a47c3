//! Inspections, from the plan to the revocation that follows.

mod ending;
mod findings;
mod listing;
mod revoking;

use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::plan_inspection_request::Subject;
use tonic::Status;

use crate::fixture::{Fixture, id};
use crate::procedure::decision;

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

/// A certificate whose mark an inspection found misused, with no remedy asked for, and that inspection. Request ids 1 and 2 are used.
async fn misused(fixture: &Fixture) -> (proto::Certificate, proto::Inspection) {
    let certificate = certified(fixture).await;
    let subject = Subject::CertificateId(certificate.id.clone());
    let inspection = planned(fixture, 1, subject).await;
    let findings = vec![misuse(&certificate.product_id, None)];
    let found = recorded(fixture, (2, &inspection.id), findings).await;
    (certificate, found.unwrap())
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
