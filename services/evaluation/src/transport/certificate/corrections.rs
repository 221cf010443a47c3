//! What is put right, given again, handed over or withdrawn, on the wire.

use chrono::NaiveDate;
use ocop_chassis::grpc::Violations;
use ocop_identity::Caller;
use ocop_proto::evaluation::v1 as proto;

use crate::application::certificate::{
    CorrectDecision, CorrectImport, CorrectedDecision, Imported, ReissueCertificate,
    TransferCertificate, WithdrawRecognition, Withdrawn,
};
use crate::domain::certificate::certification::correcting::ReadAgain;
use crate::domain::certificate::product_code::stored_code;
use crate::transport::certificate::certificates::{
    issue_from_proto, other_decisions, read_decision, to_proto,
};
use crate::transport::fields::{optional_id, star};

fn reason(v: &mut Violations, text: &str) -> Option<String> {
    v.required_text("reason", text, 2_000)
}

pub(crate) fn decision(
    v: &mut Violations,
    caller: Caller,
    request: proto::CorrectDecisionRequest,
    before: NaiveDate,
) -> Option<CorrectDecision> {
    let id = v.uuid("certificate_id", &request.certificate_id);
    let decision = read_decision(v, "decision", request.decision.as_ref());
    let reason = reason(v, &request.reason);
    Some(CorrectDecision {
        caller,
        id: id?,
        decision: decision?,
        reason: reason?,
        whole_decision: request.whole_decision,
        before,
    })
}

pub(crate) fn corrected(corrected: CorrectedDecision) -> proto::CorrectDecisionResponse {
    proto::CorrectDecisionResponse {
        certificates: corrected.certificates.into_iter().map(to_proto).collect(),
        other_decisions: other_decisions(corrected.contradicting),
    }
}

pub(crate) fn import(
    v: &mut Violations,
    caller: Caller,
    request: proto::CorrectImportRequest,
    before: NaiveDate,
) -> Option<CorrectImport> {
    let id = v.uuid("certificate_id", &request.certificate_id);
    let star = star(v, "star", request.star);
    let decision = read_decision(v, "decision", request.decision.as_ref());
    let product_code = v.optional_text("product_code", &request.product_code, 50);
    let product_id = optional_id(v, "product_id", &request.product_id);
    let reason = reason(v, &request.reason);
    Some(CorrectImport {
        caller,
        id: id?,
        read: ReadAgain {
            star: star?,
            decision: decision?,
            product_code: stored_code(&product_code?),
        },
        product_id,
        reason: reason?,
        before,
    })
}

pub(crate) fn import_corrected(corrected: Imported) -> proto::CorrectImportResponse {
    proto::CorrectImportResponse {
        certificate: Some(to_proto(corrected.certificate)),
        other_decisions: other_decisions(corrected.contradicting),
    }
}

pub(crate) fn reissue(
    v: &mut Violations,
    caller: Caller,
    request: proto::ReissueCertificateRequest,
) -> Option<ReissueCertificate> {
    let id = v.uuid("certificate_id", &request.certificate_id);
    let ground = v.known("ground", request.ground).and_then(issue_from_proto);
    let on = v.optional_date("issued_on", &request.issued_on);
    let serial = v.optional_text("serial", &request.serial, 50);
    let reason = reason(v, &request.reason);
    Some(ReissueCertificate {
        caller,
        id: id?,
        ground: ground?,
        on,
        serial: serial?,
        reason: reason?,
    })
}

pub(crate) fn transfer(
    v: &mut Violations,
    caller: Caller,
    request: proto::TransferCertificateRequest,
) -> Option<TransferCertificate> {
    let id = v.uuid("certificate_id", &request.certificate_id);
    let producer_id = v.uuid("producer_id", &request.producer_id);
    let decision = read_decision(v, "decision", request.decision.as_ref());
    let reason = reason(v, &request.reason);
    Some(TransferCertificate {
        caller,
        id: id?,
        producer_id: producer_id?,
        decision: decision?,
        reason: reason?,
    })
}

pub(crate) fn withdraw(
    v: &mut Violations,
    caller: Caller,
    request: proto::WithdrawRecognitionRequest,
) -> Option<WithdrawRecognition> {
    let id = v.uuid("certificate_id", &request.certificate_id);
    let reason = reason(v, &request.reason);
    let decision = read_decision(v, "decision", request.decision.as_ref());
    Some(WithdrawRecognition {
        caller,
        id: id?,
        decision: decision?,
        reason: reason?,
    })
}

pub(crate) fn withdrawn(withdrawn: Withdrawn) -> proto::WithdrawRecognitionResponse {
    proto::WithdrawRecognitionResponse {
        withdrawn: Some(to_proto(withdrawn.withdrawn)),
        revived: withdrawn.revived.map(to_proto),
    }
}
