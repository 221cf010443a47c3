//! A dossier before it is lodged: its content, and what is still lacking.

use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use tonic::Status;

use crate::documents::{owner, paper, pdf, upload};
use crate::fixture::{Fixture, id};

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
