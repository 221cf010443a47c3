//! Certificates on the wire.

use ocop_chassis::grpc::{Violations, enum_pairs, timestamp};
use ocop_identity::Caller;
use ocop_proto::evaluation::v1 as proto;
use uuid::Uuid;

use crate::application::certificate::{ImportCertificate, RevokeCertificate};
use crate::domain::certificate::certification::OldCertificate;
use crate::domain::certificate::decision::Decision;
use crate::domain::certificate::{Certificate, Ground, Kind, Revocation};
use crate::storage::certificate::CertificateFilter;
use crate::transport::fields::{optional_id, province, star};

enum_pairs! {
    fn kind_to_proto(Kind) -> proto::CertificateKind;
    First, Upgrade, Renewal, Lowering, Imported
}

enum_pairs! {
    pub(crate) fn ground_to_proto(Ground) -> proto::RevocationGround;
    pub(crate) fn ground_from_proto(proto::RevocationGround) -> Option<Ground>;
    Fraud, CriteriaLost, LegalBreach, MarkMisuse, Ceased, Other
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
    let signer = v.optional_text(&format!("{field}.signer"), &message.signer, 200);
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
) -> Option<ImportCertificate> {
    let product_id = v.uuid("product_id", &request.product_id);
    let star = star(v, "star", request.star);
    let decision = read_decision(v, "decision", request.decision.as_ref());
    let valid_from = v.optional_date("valid_from", &request.valid_from);
    let product_code = v.optional_text("product_code", &request.product_code, 50);
    let decision = decision?;
    let valid_from = valid_from.unwrap_or(decision.date);
    let certificate = OldCertificate {
        id: Uuid::nil(),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
        star: star?,
        decision,
        valid_from,
        product_code: product_code?,
    };
    Some(ImportCertificate {
        caller,
        product_id: product_id?,
        certificate,
    })
}

pub(crate) fn revoke(
    v: &mut Violations,
    caller: Caller,
    request: proto::RevokeCertificateRequest,
) -> Option<RevokeCertificate> {
    let message = request.revocation.unwrap_or_default();
    let id = v.uuid("certificate_id", &request.certificate_id);
    let ground = v
        .known("revocation.ground", message.ground)
        .and_then(ground_from_proto);
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

pub(crate) fn filter(
    v: &mut Violations,
    _caller: Caller,
    request: proto::ListCertificatesRequest,
) -> Option<CertificateFilter> {
    Some(CertificateFilter {
        product: optional_id(v, "product_id", &request.product_id),
        province: province(v, "province_code", &request.province_code),
        valid_on: v.optional_date("valid_on", &request.valid_on),
        star: request.star.and_then(|star| v.within("star", star, 3..=5)),
    })
}
