//! The steps of a dossier up to the council, for tests of what comes after.

mod drafting;
mod voting;

use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use tonic::Status;

use crate::fixture::{Fixture, id};

pub(crate) use drafting::{advised, check, complete, created, drafted};
pub(crate) use voting::{MEMBERS, all_vote, round, tally, vote};

/// Takes a dossier of `kind` into a round, lodged on a day.
pub(crate) async fn in_round(
    fixture: &Fixture,
    (request, product, round): (u128, &str, &str),
    kind: proto::DossierKind,
    answers: Vec<proto::Answer>,
    day: &str,
) -> proto::Dossier {
    let dossier = created(fixture, (request, product), kind, answers)
        .await
        .unwrap();
    let mut office = fixture.dossiers("lan", Role::OcopOffice);
    let mut commune = fixture.dossiers("cuc", Role::CommuneOfficer);
    let submit = proto::SubmitDossierRequest {
        request_id: id(request + 1),
        id: dossier.id.clone(),
        lodged_on: day.to_owned(),
        acknowledged: Vec::new(),
    };
    office.submit_dossier(submit).await.unwrap();
    let endorse = proto::EndorseDossierRequest {
        request_id: id(request + 2),
        id: dossier.id.clone(),
        findings: Some(findings()),
        endorsed_on: day.to_owned(),
        ..Default::default()
    };
    commune.endorse_dossier(endorse).await.unwrap();
    let accept = proto::AcceptDossierRequest {
        request_id: id(request + 3),
        id: dossier.id.clone(),
        round_id: round.to_owned(),
        accepted_on: day.to_owned(),
    };
    office.accept_dossier(accept).await.unwrap();
    let report = proto::FileAdvisoryReportRequest {
        request_id: id(request + 4),
        id: dossier.id,
        report: "Hồ sơ đủ, mẫu đạt".to_owned(),
        filed_on: day.to_owned(),
        ..Default::default()
    };
    let mut advisor = fixture.dossiers("tu-van", Role::Advisor);
    advisor
        .file_advisory_report(report)
        .await
        .unwrap()
        .into_inner()
        .dossier
        .unwrap()
}

pub(crate) fn findings() -> proto::CommuneFindings {
    proto::CommuneFindings {
        raw_material: "cá cơm than đánh bắt tại Sa Huỳnh".to_owned(),
        labour: "lao động của xã".to_owned(),
        idea_origin: "nghề truyền thống".to_owned(),
        identity: "bí quyết của làng".to_owned(),
    }
}

/// Records the authority's decision.
pub(crate) async fn decide(
    fixture: &Fixture,
    (request, dossier): (u128, &str),
    date: &str,
) -> Result<proto::RecordDecisionResponse, Status> {
    let request = proto::RecordDecisionRequest {
        request_id: id(request),
        dossier_id: dossier.to_owned(),
        decision: Some(decision(date)),
    };
    let mut authority = fixture.dossiers("chu-tich", Role::DecisionAuthority);
    Ok(authority.record_decision(request).await?.into_inner())
}

pub(crate) fn decision(date: &str) -> proto::Decision {
    proto::Decision {
        number: "1898/QĐ-UBND".to_owned(),
        date: date.to_owned(),
        authority: "UBND tỉnh Quảng Ngãi".to_owned(),
        signer: String::new(),
    }
}

/// Certifies a fish sauce with three stars on 15 June 2026. Returns the certificate.
pub(crate) async fn three_stars(
    fixture: &Fixture,
    product: &str,
    round: &str,
) -> proto::Certificate {
    let answers = fixture.best_but(9, THREE_STARS).await;
    let first = proto::DossierKind::First;
    let dossier = in_round(
        fixture,
        (0x2000, product, round),
        first,
        answers.clone(),
        "2026-06-01",
    )
    .await;
    all_vote(fixture, 0x2010, &dossier.id, &answers).await;
    let tally = tally(fixture, (0x2020, &dossier.id), "2026-06-10")
        .await
        .unwrap();
    assert_eq!((tally.star, tally.average.as_str()), (3, "61.00"));
    decide(fixture, (0x2021, &dossier.id), "2026-06-15")
        .await
        .unwrap()
        .certificate
        .unwrap()
}

/// Points below the best that leave 61 and the minimum answers of three stars.
pub(crate) const THREE_STARS: &[(&str, u32)] = &[
    ("1.1", 1),
    ("1.4", 1),
    ("2.1", 2),
    ("2.3", 1),
    ("3.5", 1),
    ("4.1", 2),
    ("4.3", 1),
    ("5.1", 1),
    ("5.3", 1),
    ("7", 1),
    ("8", 2),
    ("9", 1),
    ("11", 1),
];
