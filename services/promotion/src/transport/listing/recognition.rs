//! What an event of a certificate tells of recognitions.

use ocop_proto::evaluation::v1 as proto;
use proto::{CertificateKind, RevocationGround};

use crate::domain::listing::{Decision, Place};
use crate::domain::reward::{Ending, Recognition, RecognitionKind};

/// The recognition that a certificate is.
pub(super) fn read(certificate: &proto::Certificate, place: &Place) -> anyhow::Result<Recognition> {
    let kind = match certificate.kind() {
        CertificateKind::First => Some(RecognitionKind::First),
        CertificateKind::Renewal => Some(RecognitionKind::SameStar),
        CertificateKind::Upgrade => Some(RecognitionKind::Upgraded),
        CertificateKind::Unspecified
        | CertificateKind::Lowering
        | CertificateKind::Imported
        | CertificateKind::Revived
        | CertificateKind::Transferred => None,
    };
    let ending = certificate.revocation.as_ref().map(|revocation| {
        let void = matches!(
            revocation.ground(),
            RevocationGround::Fraud
                | RevocationGround::WronglyGiven
                | RevocationGround::EnteredWrongly
        );
        anyhow::Ok(Ending {
            void,
            reason: revocation.reason.clone(),
            decision: decision(revocation.decision.as_ref())?,
        })
    });
    Ok(Recognition {
        certificate_id: certificate.id.parse()?,
        product_id: certificate.product_id.parse()?,
        product_name: certificate.product_name.clone(),
        producer_id: certificate.producer_id.parse()?,
        producer_name: certificate.producer_name.clone(),
        criteria_set: certificate.criteria_set.try_into()?,
        place: place_of(certificate, place)?,
        star: certificate.star.try_into()?,
        kind,
        decision: decision(certificate.decision.as_ref())?,
        ending: ending.transpose()?,
    })
}

/// Where the product is made. An event says it of the newest certificate; one from before the product moved to another
/// province says its own province.
fn place_of(certificate: &proto::Certificate, newest: &Place) -> anyhow::Result<Place> {
    if certificate.province_code == newest.province_code {
        return Ok(newest.clone());
    }
    let codes = [&certificate.district_code, &certificate.province_code];
    let code = codes.into_iter().find(|code| !code.is_empty());
    Ok(Place {
        code: code.cloned().unwrap_or_default(),
        name: String::new(),
        province_code: certificate.province_code.clone(),
        province_name: String::new(),
        said_on: decision(certificate.decision.as_ref())?.date,
    })
}

fn decision(decision: Option<&proto::Decision>) -> anyhow::Result<Decision> {
    let decision = decision.ok_or_else(|| anyhow::anyhow!("it names no decision"))?;
    Ok(Decision {
        number: decision.number.clone(),
        date: decision.date.parse()?,
        authority: decision.authority.clone(),
    })
}
