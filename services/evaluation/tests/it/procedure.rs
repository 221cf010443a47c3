//! The steps of a dossier up to the council, for tests of what comes after.

use chrono::TimeDelta;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use tonic::Status;

use crate::documents::{owner, paper, pdf, upload};
use crate::fixture::{Fixture, id};

/// The members of the council.
pub(crate) const MEMBERS: [&str; 5] = ["an", "binh", "chi", "dung", "giang"];

/// Appoints the council and opens a round. Returns the round's id.
pub(crate) async fn round(fixture: &Fixture) -> String {
    let member = |(index, subject): (usize, &&str)| proto::CouncilMember {
        subject: (*subject).to_owned(),
        full_name: format!("Ủy viên {subject}"),
        organisation: String::new(),
        role: if index == 0 {
            proto::MemberRole::Chair.into()
        } else {
            proto::MemberRole::Member.into()
        },
        ..Default::default()
    };
    let council = proto::Council {
        province_code: "51".to_owned(),
        decision_number: "100/QĐ-UBND".to_owned(),
        appointed_on: "2026-05-25".to_owned(),
        members: MEMBERS.iter().enumerate().map(member).collect(),
        ..Default::default()
    };
    let mut office = fixture.councils("lan", Role::OcopOffice);
    let request = proto::AppointCouncilRequest {
        request_id: id(0x1000),
        council: Some(council),
    };
    let council = office
        .appoint_council(request)
        .await
        .unwrap()
        .into_inner()
        .council
        .unwrap();
    let round = proto::Round {
        province_code: "51".to_owned(),
        year: 2026,
        // Its cut-off is 30 October 2026.
        number: 2,
        council_id: council.id,
        ..Default::default()
    };
    let request = proto::OpenRoundRequest {
        request_id: id(0x1001),
        round: Some(round),
    };
    office
        .open_round(request)
        .await
        .unwrap()
        .into_inner()
        .round
        .unwrap()
        .id
}

/// All that the forms ask for, and a certificate of food safety for every criterion of the answers; of those of a fish
/// sauce if there are none. The answers themselves are left out.
pub(crate) async fn complete(
    fixture: &Fixture,
    answers: &[proto::Answer],
) -> proto::DossierContent {
    let mut certificate = paper(0xEF_0000, pdf(64));
    certificate.said.issued_on = String::new();
    certificate.said.expires_on = String::new();
    let certificate = upload(&mut owner(fixture), &certificate).await.unwrap();
    let text = || "như hồ sơ giấy".to_owned();
    let answers = match answers {
        [] => fixture.best_but(9, &[]).await,
        given => given.to_vec(),
    };
    let known = answers
        .into_iter()
        .filter(|answer| answer.criterion != "99");
    let proved = |answer: proto::Answer| proto::Statement {
        criterion: answer.criterion,
        text: text(),
        evidence_ids: vec![certificate.id.clone()],
    };
    proto::DossierContent {
        form: Some(proto::RegistrationForm {
            unit_name: "HTX Nước mắm Sa Huỳnh".to_owned(),
            representative: "Nguyễn Thị Lan".to_owned(),
            position: "Giám đốc".to_owned(),
            address: "Thôn Thạch By 1".to_owned(),
            phone: "0255 386 0000".to_owned(),
            email: "lan@sahuynh.example".to_owned(),
            samples: 5,
            declared_true: true,
            service_case: proto::AnswerCase::Unspecified.into(),
        }),
        report: Some(proto::SelfAssessmentReport {
            description: text(),
            history: text(),
            structure: text(),
            results: text(),
            plan: text(),
            changes: text(),
        }),
        self_assessment: Vec::new(),
        statements: known.map(proved).collect(),
    }
}

/// What the next step of a dossier would find lacking on a day.
pub(crate) async fn check(
    fixture: &Fixture,
    dossier: &str,
    day: &str,
) -> proto::CheckDossierResponse {
    let request = proto::CheckDossierRequest {
        id: dossier.to_owned(),
        on_date: day.to_owned(),
    };
    let mut office = fixture.dossiers("lan", Role::OcopOffice);
    office.check_dossier(request).await.unwrap().into_inner()
}

/// The names of what is advised and not there: what a producer acknowledges who wants to lodge all the same.
pub(crate) async fn advised(fixture: &Fixture, dossier: &str) -> Vec<String> {
    let lacks = check(fixture, dossier, "").await.lacks.into_iter();
    let advised = lacks.filter(|lack| lack.weight() == proto::LackWeight::Advised);
    advised.map(|lack| lack.name).collect()
}

/// Starts a dossier.
pub(crate) async fn created(
    fixture: &Fixture,
    (request, product): (u128, &str),
    kind: proto::DossierKind,
    answers: Vec<proto::Answer>,
) -> Result<proto::Dossier, Status> {
    let content = complete(fixture, &answers).await;
    drafted(fixture, (request, product), kind, answers, Some(content)).await
}

/// Starts a dossier with whatever is handed in.
pub(crate) async fn drafted(
    fixture: &Fixture,
    (request, product): (u128, &str),
    kind: proto::DossierKind,
    answers: Vec<proto::Answer>,
    content: Option<proto::DossierContent>,
) -> Result<proto::Dossier, Status> {
    let request = proto::CreateDossierRequest {
        request_id: id(request),
        product_id: product.to_owned(),
        kind: kind.into(),
        self_assessment: answers,
        content,
    };
    let mut office = fixture.dossiers("lan", Role::OcopOffice);
    Ok(office
        .create_dossier(request)
        .await?
        .into_inner()
        .dossier
        .unwrap())
}

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

/// Casts a ballot, a moment after whatever was before.
pub(crate) async fn vote(
    fixture: &Fixture,
    (request, dossier, member): (u128, &str, &str),
    answers: Vec<proto::Answer>,
) -> Result<proto::Ballot, Status> {
    fixture.service.clock.advance(TimeDelta::milliseconds(1));
    let request = proto::CastBallotRequest {
        request_id: id(request),
        dossier_id: dossier.to_owned(),
        answers,
        comment: String::new(),
    };
    let mut member = fixture.councils(member, Role::CouncilMember);
    Ok(member
        .cast_ballot(request)
        .await?
        .into_inner()
        .ballot
        .unwrap())
}

/// Has every member vote alike.
pub(crate) async fn all_vote(
    fixture: &Fixture,
    request: u128,
    dossier: &str,
    answers: &[proto::Answer],
) {
    for (n, member) in (0..).zip(MEMBERS) {
        vote(fixture, (request + n, dossier, member), answers.to_vec())
            .await
            .unwrap();
    }
}

/// Counts the ballots.
pub(crate) async fn tally(
    fixture: &Fixture,
    (request, dossier): (u128, &str),
    day: &str,
) -> Result<proto::Tally, Status> {
    let request = proto::TallyDossierRequest {
        request_id: id(request),
        dossier_id: dossier.to_owned(),
        agreed_answers: Vec::new(),
        tallied_on: day.to_owned(),
        ..Default::default()
    };
    let mut office = fixture.councils("lan", Role::OcopOffice);
    Ok(office
        .tally_dossier(request)
        .await?
        .into_inner()
        .tally
        .unwrap())
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
