//! Consumes certificates of the evaluation service.

use ocop_chassis::database::Tx;
use ocop_chassis::messaging::Event as Envelope;
use ocop_chassis::messaging::consumer::{Handler, HandlerError};
use ocop_proto::catalog::v1 as proto;
use ocop_proto::evaluation::v1::{Certificate, CertificateFact, RevocationGround};
use ocop_proto::topology::{self, Consumer};
use uuid::Uuid;

use crate::application::product::copy_certificates;
use crate::domain::Event;
use crate::domain::product::{HeldCertificate, Newest};
use crate::transport::date;

/// The handler of certificate events.
#[derive(Clone, Copy, Debug)]
pub struct Certificates;

impl Handler<Event> for Certificates {
    const CONSUMER: Consumer = topology::CATALOG_CERTIFICATES;
    const EVENTS: &[&str] = &[
        "issued.v1",
        "upgraded.v1",
        "renewed.v1",
        "lowered.v1",
        "expiring.v1",
        "expired.v1",
        "revoked.v1",
        "revived.v1",
        "transferred.v1",
        "reissued.v1",
        "corrected.v1",
    ];

    type Fact = Newest;

    fn read(&self, event: &Envelope) -> Result<Newest, HandlerError> {
        let fact: CertificateFact =
            serde_json::from_slice(&event.data).map_err(HandlerError::undecodable)?;
        let certificate = fact
            .certificate
            .ok_or_else(|| HandlerError::undecodable("it names no certificate"))?;
        newest(certificate).map_err(HandlerError::undecodable)
    }

    fn aggregate(newest: &Newest) -> Uuid {
        newest.product_id
    }

    async fn apply(
        &self,
        tx: &mut Tx<Event>,
        facts: &[(Envelope, Newest)],
    ) -> Result<(), HandlerError> {
        Ok(copy_certificates(tx, facts.iter().map(|(_, newest)| newest.clone())).await?)
    }
}

/// The certificate of a product as callers see it.
pub(super) fn to_proto(held: HeldCertificate) -> proto::ProductCertificate {
    proto::ProductCertificate {
        id: held.id.to_string(),
        star: held.star,
        decision_number: held.decision_number,
        valid_from: held.valid_from.to_string(),
        valid_to: held.valid_to.to_string(),
        revoked_on: date(held.revoked_on),
        imported: held.imported,
    }
}

fn newest(certificate: Certificate) -> anyhow::Result<Newest> {
    let product_id = certificate.product_id.parse()?;
    let revocation = certificate.revocation.as_ref();
    let there_is_none = revocation
        .is_some_and(|revocation| revocation.ground() == RevocationGround::EnteredWrongly);
    let held = (!there_is_none).then(|| held(certificate)).transpose()?;
    Ok(Newest { product_id, held })
}

fn held(certificate: Certificate) -> anyhow::Result<HeldCertificate> {
    let decision = |certificate: &Certificate| certificate.decision.clone().unwrap_or_default();
    let revoked_on = certificate
        .revocation
        .as_ref()
        .map(|revocation| revocation.decision.clone().unwrap_or_default().date.parse())
        .transpose()?;
    let (valid_from, valid_to) = (
        certificate.valid_from.parse()?,
        certificate.valid_to.parse()?,
    );
    anyhow::ensure!(
        valid_from <= valid_to,
        "its last day {valid_to} is before its first, {valid_from}"
    );
    Ok(HeldCertificate {
        product_id: certificate.product_id.parse()?,
        id: certificate.id.parse()?,
        star: certificate.star,
        decision_number: decision(&certificate).number,
        valid_from,
        valid_to,
        revoked_on,
        imported: certificate.imported,
    })
}
