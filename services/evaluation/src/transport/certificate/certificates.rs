//! Certificates on the wire.

use chrono::NaiveDate;
use ocop_chassis::grpc::{Violations, enum_pairs, timestamp};
use ocop_identity::Caller;
use ocop_proto::evaluation::v1 as proto;
use uuid::Uuid;

use crate::application::certificate::{ImportCertificate, Imported, RevokeCertificate};
use crate::domain::certificate::certification::OldCertificate;
use crate::domain::certificate::decision::Decision;
use crate::domain::certificate::issue::{Issue, IssueGround};
use crate::domain::certificate::product_code::stored_code;
use crate::domain::certificate::{Certificate, Ground, Kind, Revocation};
use crate::domain::correction::Correction;
use crate::transport::fields::{id, optional_id, star};

enum_pairs! {
    pub(crate) fn kind_to_proto(Kind) -> proto::CertificateKind;
    pub(crate) fn kind_from_proto(proto::CertificateKind) -> Option<Kind>;
    First, Upgrade, Renewal, Lowering, Imported, Revived, Transferred
}

enum_pairs! {
    fn issue_to_proto(IssueGround) -> proto::IssueGround;
    pub(crate) fn issue_from_proto(proto::IssueGround) -> Option<IssueGround>;
    Lost, Damaged, ProducerRenamed, ProducerMoved, CommuneMerged
}

enum_pairs! {
    pub(crate) fn ground_to_proto(Ground) -> proto::RevocationGround;
    pub(crate) fn ground_from_proto(proto::RevocationGround) -> Option<Ground>;
    Fraud, CriteriaLost, LegalBreach, MarkMisuse, Ceased, Other, WronglyGiven, EnteredWrongly
}

pub(crate) fn decision(decision: Decision) -> proto::Decision {
    proto::Decision {
        number: decision.number,
        date: decision.date.to_string(),
        authority: decision.authority,
        signer: decision.signer,
    }
}

/// Reads a decision; every part but the signer must be there.
pub(crate) fn read_decision(
    v: &mut Violations,
    field: &str,
    message: Option<&proto::Decision>,
) -> Option<Decision> {
    let message = message.cloned().unwrap_or_default();
    let number = v.required_text(&format!("{field}.number"), &message.number, 100);
    let date = v.date(&format!("{field}.date"), &message.date);
    let authority = v.required_text(&format!("{field}.authority"), &message.authority, 200);
    let signer = v.optional_name(&format!("{field}.signer"), &message.signer, 200);
    Some(Decision {
        number: number?,
        date: date?,
        authority: authority?,
        signer: signer?,
    })
}

/// A certificate without the instant of its recording, which events do not carry.
pub(crate) fn bare(certificate: Certificate) -> proto::Certificate {
    proto::Certificate {
        id: certificate.id.to_string(),
        product_id: certificate.product_id.to_string(),
        product_name: certificate.product_name,
        producer_id: certificate.producer_id.to_string(),
        producer_name: certificate.producer_name,
        criteria_set: certificate.criteria_set.into(),
        star: certificate.star.number().into(),
        kind: kind_to_proto(certificate.kind).into(),
        imported: certificate.imported,
        regulation: certificate.regulation.as_str().to_owned(),
        decision: Some(decision(certificate.decision)),
        valid_from: certificate.valid_from.to_string(),
        valid_to: certificate.valid_to.to_string(),
        product_code: certificate.product_code,
        revocation: certificate.revocation.map(|end| proto::Revocation {
            ground: ground_to_proto(end.ground).into(),
            reason: end.reason,
            decision: Some(decision(end.decision)),
        }),
        district_code: certificate.place.district_code.unwrap_or_default(),
        province_code: certificate.place.province_code,
        create_time: None,
        goes_on_from: id(certificate.goes_on),
        issues: certificate.issues.into_iter().map(issue).collect(),
        corrections: certificate
            .corrections
            .into_iter()
            .map(correction)
            .collect(),
    }
}

fn issue(issue: Issue) -> proto::CertificateIssue {
    proto::CertificateIssue {
        number: issue.number,
        ground: issue_to_proto(issue.ground).into(),
        issued_on: issue.on.to_string(),
        serial: issue.serial,
        reason: issue.reason,
        former_producer_name: issue.former_producer_name,
        producer_name: issue.producer_name,
        place_name: issue.place_name,
    }
}

fn correction(correction: Correction) -> proto::Correction {
    proto::Correction {
        field: correction.field,
        before: correction.before,
        after: correction.after,
        reason: correction.reason,
        corrected_by: correction.by,
        correct_time: Some(timestamp(correction.at)),
    }
}

/// Certificates of decisions that contradict one, as a warning.
pub(crate) fn other_decisions(certificates: Vec<Certificate>) -> Vec<proto::OtherDecision> {
    let of = |certificate: Certificate| proto::OtherDecision {
        certificate_id: certificate.id.to_string(),
        decision: Some(decision(certificate.decision)),
    };
    certificates.into_iter().map(of).collect()
}

pub(crate) fn imported(imported: Imported) -> proto::ImportCertificateResponse {
    proto::ImportCertificateResponse {
        certificate: Some(to_proto(imported.certificate)),
        other_decisions: other_decisions(imported.contradicting),
    }
}

pub(crate) fn to_proto(certificate: Certificate) -> proto::Certificate {
    proto::Certificate {
        create_time: Some(timestamp(certificate.recorded_at)),
        ..bare(certificate)
    }
}

pub(crate) fn import(
    v: &mut Violations,
    caller: Caller,
    request: proto::ImportCertificateRequest,
    before: NaiveDate,
) -> Option<ImportCertificate> {
    let product_id = v.uuid("product_id", &request.product_id);
    let star = star(v, "star", request.star);
    let decision = read_decision(v, "decision", request.decision.as_ref());
    let valid_from = v.optional_date("valid_from", &request.valid_from);
    let product_code = v.optional_text("product_code", &request.product_code, 50);
    let decision = decision?;
    if valid_from.is_some_and(|day| day != decision.date) {
        let rule = "must be the date of the decision, from which a certificate is valid";
        v.add("valid_from", "OUT_OF_RANGE", rule);
    }
    let certificate = OldCertificate {
        id: Uuid::nil(),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
        star: star?,
        decision,
        product_code: stored_code(&product_code?),
    };
    Some(ImportCertificate {
        caller,
        product_id: product_id?,
        certificate,
        before,
    })
}

/// Reads on which ground a certificate is revoked, or proposed to be.
pub(crate) fn ground_to_revoke(v: &mut Violations, field: &str, ground: i32) -> Option<Ground> {
    let ground = v.known(field, ground).and_then(ground_from_proto);
    if matches!(ground, Some(Ground::WronglyGiven | Ground::EnteredWrongly)) {
        let rule = "must be a ground of Article 8.1; WithdrawRecognition and CorrectImport give the others";
        v.add(field, "OUT_OF_RANGE", rule);
    }
    ground
}

pub(crate) fn revoke(
    v: &mut Violations,
    caller: Caller,
    request: proto::RevokeCertificateRequest,
) -> Option<RevokeCertificate> {
    let message = request.revocation.unwrap_or_default();
    let id = v.uuid("certificate_id", &request.certificate_id);
    let ground = ground_to_revoke(v, "revocation.ground", message.ground);
    let reason = v.required_text("revocation.reason", &message.reason, 2_000);
    let decision = read_decision(v, "revocation.decision", message.decision.as_ref());
    let inspection_id = optional_id(v, "inspection_id", &request.inspection_id);
    Some(RevokeCertificate {
        caller,
        id: id?,
        revocation: Revocation {
            ground: ground?,
            reason: reason?,
            decision: decision?,
        },
        inspection_id,
    })
}
