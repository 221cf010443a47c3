//! What a producer of the walk hands in besides its answers: the forms, and the certificate of food safety without
//! which no food is evaluated (Article 6, Appendix II).

use aws_lc_rs::digest::{SHA256, digest};
use futures::stream;
use ocop_proto::evaluation::v1::upload_evidence_request::Part;
use ocop_proto::evaluation::v1::{
    Answer, DossierContent, EvidenceDescription, EvidenceKind, RegistrationForm,
    SelfAssessmentReport, Statement, UploadEvidenceRequest,
};

use super::registering::Registered;
use super::session::Session;
use crate::errors::CallError;

/// Begins like a PDF.
const CERTIFICATE: &[u8] =
    b"%PDF-1.7\n% Gi\xe1\xba\xa5y ch\xe1\xbb\xa9ng nh\xe1\xba\xadn (m\xe1\xba\xabu)\n";

/// The forms, and one certificate as the proof of every answer.
pub(super) async fn content(
    session: &Session<'_>,
    of: &Registered,
    answers: &[Answer],
) -> anyhow::Result<DossierContent> {
    let certificate = certificate(session, of).await?;
    let text = || "Như hồ sơ giấy (mẫu).".to_owned();
    let proved = |answer: &Answer| Statement {
        criterion: answer.criterion.clone(),
        text: text(),
        evidence_ids: vec![certificate.clone()],
    };
    Ok(DossierContent {
        form: Some(RegistrationForm {
            unit_name: "Chủ thể (mẫu)".to_owned(),
            representative: "Nguyễn Thị Mẫu".to_owned(),
            position: "Giám đốc".to_owned(),
            address: "Quảng Ngãi".to_owned(),
            phone: "0255 000 0000".to_owned(),
            email: "mau@example.invalid".to_owned(),
            samples: 5,
            declared_true: true,
            ..RegistrationForm::default()
        }),
        report: Some(SelfAssessmentReport {
            description: text(),
            history: text(),
            structure: text(),
            results: text(),
            plan: text(),
            changes: text(),
        }),
        self_assessment: Vec::new(),
        statements: answers.iter().map(proved).collect(),
    })
}

/// Files the certificate. Gives the id of the document.
async fn certificate(session: &Session<'_>, of: &Registered) -> anyhow::Result<String> {
    let hash = digest(&SHA256, CERTIFICATE);
    let hash = hash.as_ref().iter().map(|byte| format!("{byte:02x}"));
    let description = EvidenceDescription {
        request_id: session.request_id(),
        producer_id: of.producer_id.clone(),
        kind: EvidenceKind::EstablishmentCertificate.into(),
        title: "Giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm (mẫu)".to_owned(),
        file_name: "attp.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        size_bytes: CERTIFICATE.len() as u64,
        sha256: hash.collect(),
        ..EvidenceDescription::default()
    };
    let parts = [
        Part::Description(description),
        Part::Chunk(CERTIFICATE.to_vec()),
    ];
    let messages = parts.map(|part| UploadEvidenceRequest { part: Some(part) });
    let bearer = session.producer(&of.producer_id)?;
    let mut evidence = session.services.evidence(&bearer);
    let filed = evidence.upload_evidence(stream::iter(messages)).await;
    let filed = filed.map_err(CallError::from)?.into_inner();
    Ok(filed.evidence.unwrap_or_default().id)
}
