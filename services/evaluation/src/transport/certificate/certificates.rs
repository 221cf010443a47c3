//! Certificates on the wire.

use ocop_chassis::grpc::{RpcError, Violations, timestamp};
use ocop_chassis::identity::Caller;
use ocop_proto::evaluation::v1 as proto;
use uuid::Uuid;

use crate::application::certificate::{ImportCertificate, RevokeCertificate};
use crate::domain::certificate::certification::OldCertificate;
use crate::domain::certificate::decision::Decision;
use crate::domain::certificate::{Certificate, Ground, Kind, Revocation};
use crate::domain::criteria::star::Star;
use crate::domain::programme::count::Dimension;
use crate::storage::{CertificateFilter, CertificateRecord};

fn kind(kind: Kind) -> proto::CertificateKind {
    match kind {
        Kind::First => proto::CertificateKind::First,
        Kind::Upgrade => proto::CertificateKind::Upgrade,
        Kind::Renewal => proto::CertificateKind::Renewal,
        Kind::Lowering => proto::CertificateKind::Lowering,
        Kind::Imported => proto::CertificateKind::Imported,
    }
}

pub(crate) fn ground(ground: Ground) -> proto::RevocationGround {
    match ground {
        Ground::Fraud => proto::RevocationGround::Fraud,
        Ground::CriteriaLost => proto::RevocationGround::CriteriaLost,
        Ground::LegalBreach => proto::RevocationGround::LegalBreach,
        Ground::MarkMisuse => proto::RevocationGround::MarkMisuse,
        Ground::Ceased => proto::RevocationGround::Ceased,
        Ground::Other => proto::RevocationGround::Other,
    }
}

pub(crate) fn read_ground(ground: proto::RevocationGround) -> Option<Ground> {
    Some(match ground {
        proto::RevocationGround::Unspecified => return None,
        proto::RevocationGround::Fraud => Ground::Fraud,
        proto::RevocationGround::CriteriaLost => Ground::CriteriaLost,
        proto::RevocationGround::LegalBreach => Ground::LegalBreach,
        proto::RevocationGround::MarkMisuse => Ground::MarkMisuse,
        proto::RevocationGround::Ceased => Ground::Ceased,
        proto::RevocationGround::Other => Ground::Other,
    })
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
    said: Option<&proto::Decision>,
) -> Option<Decision> {
    let said = said.cloned().unwrap_or_default();
    let number = v.required_text(&format!("{field}.number"), &said.number, 100);
    let date = v.date(&format!("{field}.date"), &said.date);
    let authority = v.required_text(&format!("{field}.authority"), &said.authority, 200);
    let signer = v.optional_text(&format!("{field}.signer"), &said.signer, 200);
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
        kind: kind(certificate.kind).into(),
        regulation: certificate.regulation.as_str().to_owned(),
        decision: Some(decision(certificate.decision)),
        valid_from: certificate.valid_from.to_string(),
        valid_to: certificate.valid_to.to_string(),
        product_code: certificate.product_code,
        revocation: certificate.revocation.map(|end| proto::Revocation {
            ground: ground(end.ground).into(),
            reason: end.reason,
            decision: Some(decision(end.decision)),
        }),
        district_code: certificate.place.district_code.unwrap_or_default(),
        province_code: certificate.place.province_code,
        create_time: None,
    }
}

pub(crate) fn to_proto(record: CertificateRecord) -> proto::Certificate {
    proto::Certificate {
        create_time: Some(timestamp(record.created_at)),
        ..bare(record.certificate)
    }
}

pub(crate) fn import(
    caller: Caller,
    request: &proto::ImportCertificateRequest,
) -> Result<ImportCertificate, RpcError> {
    let mut v = Violations::new();
    let product_id = v.uuid("product_id", &request.product_id);
    let star = star(&mut v, "star", request.star);
    let decision = read_decision(&mut v, "decision", request.decision.as_ref());
    let valid_from = v.optional_date("valid_from", &request.valid_from);
    let product_code = v.optional_text("product_code", &request.product_code, 50);
    v.finish()?;
    let (Some(product_id), Some(star), Some(decision), Some(product_code)) =
        (product_id, star, decision, product_code)
    else {
        return Err(RpcError::internal());
    };
    let valid_from = valid_from.unwrap_or(decision.date);
    let certificate = OldCertificate {
        id: Uuid::nil(),
        star,
        decision,
        valid_from,
        product_code,
    };
    Ok(ImportCertificate {
        caller,
        product_id,
        certificate,
    })
}

fn star(v: &mut Violations, field: &str, number: u32) -> Option<Star> {
    let number = v.within(field, number, 3..=5)?;
    u8::try_from(number)
        .ok()
        .and_then(|number| Star::try_from(number).ok())
}

pub(crate) fn revoke(
    caller: Caller,
    request: &proto::RevokeCertificateRequest,
) -> Result<RevokeCertificate, RpcError> {
    let mut v = Violations::new();
    let said = request.revocation.clone().unwrap_or_default();
    let id = v.uuid("certificate_id", &request.certificate_id);
    let ground = v
        .known("revocation.ground", said.ground)
        .and_then(read_ground);
    let reason = v.required_text("revocation.reason", &said.reason, 2_000);
    let decision = read_decision(&mut v, "revocation.decision", said.decision.as_ref());
    let inspection_id = optional_id(&mut v, "inspection_id", &request.inspection_id);
    v.finish()?;
    let (Some(id), Some(ground), Some(reason), Some(decision)) = (id, ground, reason, decision)
    else {
        return Err(RpcError::internal());
    };
    Ok(RevokeCertificate {
        caller,
        id,
        revocation: Revocation {
            ground,
            reason,
            decision,
        },
        inspection_id,
    })
}

/// Reads the code of a province.
pub(crate) fn province(v: &mut Violations, field: &str, text: &str) -> Option<String> {
    let code = v.optional_text(field, text, 10)?;
    if !code.bytes().all(|digit| digit.is_ascii_digit()) {
        v.add(field, "MALFORMED", "must be digits only, such as \"51\"");
    }
    (!code.is_empty()).then_some(code)
}

/// Reads an id that may be left out.
pub(crate) fn optional_id(v: &mut Violations, field: &str, text: &str) -> Option<Uuid> {
    (!text.is_empty()).then(|| v.uuid(field, text)).flatten()
}

pub(crate) fn filter(
    v: &mut Violations,
    asked: &proto::ListCertificatesRequest,
) -> CertificateFilter {
    CertificateFilter {
        product: optional_id(v, "product_id", &asked.product_id),
        province: province(v, "province_code", &asked.province_code),
        valid_on: v.optional_date("valid_on", &asked.valid_on),
        star: asked.star.and_then(|star| v.within("star", star, 3..=5)),
    }
}

/// Reads by what to count; `None` counts all together.
pub(crate) fn dimension(v: &mut Violations, number: i32) -> Option<Dimension> {
    match v.known_or_any("by", number)? {
        proto::CountDimension::Unspecified => None,
        proto::CountDimension::Star => Some(Dimension::Star),
        proto::CountDimension::Branch => Some(Dimension::Branch),
        proto::CountDimension::CriteriaSet => Some(Dimension::CriteriaSet),
        proto::CountDimension::Province => Some(Dimension::Province),
        proto::CountDimension::District => Some(Dimension::District),
        proto::CountDimension::Commune => Some(Dimension::Commune),
    }
}
