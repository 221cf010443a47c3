//! Consumes certificates of evaluation: a listing follows those of its product.

use std::sync::Arc;

use chrono::NaiveDate;
use ocop_chassis::database::Tx;
use ocop_chassis::messaging::Event as Envelope;
use ocop_chassis::messaging::consumer::{Handler, HandlerError};
use ocop_places::day_of;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::topology::{self, Consumer};
use tokio::sync::Notify;
use uuid::Uuid;

use super::recognition;
use crate::application::listing::{Followed, follow_certificates};
use crate::application::reward::follow_recognitions;
use crate::domain::Event;
use crate::domain::listing::{
    Certificate, CertificateFact, Certified, Decision, Ground, Place, Product, Revocation,
    Standing, Trade,
};
use crate::domain::reward::Recognition;

/// What an event publishes: where the product's certificate stands, and of the recognitions that it names.
#[derive(Clone, Debug)]
pub struct PublishedCertificate {
    certificate: CertificateFact,
    recognitions: Vec<Recognition>,
}

/// The handler of certificate events.
#[derive(Clone, Debug)]
pub struct Certificates {
    /// Notified when deliveries may be due.
    pub wake: Arc<Notify>,
}

impl Handler<Event> for Certificates {
    const CONSUMER: Consumer = topology::PROMOTION_CERTIFICATES;
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

    type Fact = PublishedCertificate;

    fn read(&self, event: &Envelope) -> Result<PublishedCertificate, HandlerError> {
        let fact: proto::CertificateFact =
            serde_json::from_slice(&event.data).map_err(HandlerError::undecodable)?;
        let expired = event.kind.ends_with(".expired.v1");
        let corrected = event.kind.ends_with(".corrected.v1");
        published(fact, (expired, corrected), day_of(event.time)).map_err(HandlerError::undecodable)
    }

    fn aggregate(published: &PublishedCertificate) -> Uuid {
        published.certificate.product.id
    }

    async fn apply(
        &self,
        tx: &mut Tx<Event>,
        facts: &[(Envelope, PublishedCertificate)],
    ) -> Result<(), HandlerError> {
        let mut certificates = Vec::with_capacity(facts.len());
        let mut recognitions = Vec::with_capacity(facts.len());
        for (event, published) in facts {
            let (version, origin) = (event.version, event.origin(Self::NAME));
            recognitions.extend(published.recognitions.iter().cloned().map(|fact| Followed {
                fact,
                version,
                origin: origin.clone(),
            }));
            certificates.push(Followed {
                fact: published.certificate.clone(),
                version,
                origin,
            });
        }
        follow_certificates(tx, certificates).await?;
        Ok(follow_recognitions(tx, recognitions).await?)
    }

    fn committed(&self) {
        self.wake.notify_one();
    }
}

fn published(
    mut fact: proto::CertificateFact,
    happened: (bool, bool),
    recorded_on: NaiveDate,
) -> anyhow::Result<PublishedCertificate> {
    let named: Vec<proto::Certificate> = fact
        .certificate
        .iter()
        .cloned()
        .chain(fact.earlier.take())
        .collect();
    let certificate = read(fact, happened, recorded_on)?;
    let place = &certificate.certificate.certified.place;
    let recognitions = named.iter().map(|named| recognition::read(named, place));
    Ok(PublishedCertificate {
        recognitions: recognitions.collect::<Result<_, _>>()?,
        certificate,
    })
}

fn read(
    fact: proto::CertificateFact,
    (expired, corrected): (bool, bool),
    recorded_on: NaiveDate,
) -> anyhow::Result<CertificateFact> {
    let certificate = fact
        .certificate
        .ok_or_else(|| anyhow::anyhow!("it names no certificate"))?;
    let standing = match certificate.revocation {
        Some(revocation) => Standing::Revoked(read_revocation(revocation)?),
        None if expired => Standing::Expired,
        None => Standing::Granted,
    };
    let product = Product {
        id: certificate.product_id.parse()?,
        name: certificate.product_name,
        producer_id: certificate.producer_id.parse()?,
        producer_name: certificate.producer_name,
        criteria_set: certificate.criteria_set.try_into()?,
        place: Place {
            code: fact.place_code,
            name: fact.place_name,
            province_code: certificate.province_code,
            province_name: fact.province_name,
            said_on: fact.place_on.parse().unwrap_or(recorded_on),
        },
        active: true,
        trade: Trade::default(),
    };
    let (valid_from, valid_to) = (
        certificate.valid_from.parse()?,
        certificate.valid_to.parse()?,
    );
    anyhow::ensure!(
        valid_from <= valid_to,
        "its last day {valid_to} is before its first, {valid_from}"
    );
    Ok(CertificateFact {
        certificate: Certificate {
            id: certificate.id.parse()?,
            star: certificate.star.try_into()?,
            decision: read_decision(certificate.decision)?,
            valid_from,
            valid_to,
            imported: certificate.imported,
            certified: Certified {
                name: product.name.clone(),
                producer_name: product.producer_name.clone(),
                criteria_set: product.criteria_set,
                place: product.place.clone(),
            },
        },
        product,
        standing,
        corrected,
    })
}

fn read_decision(decision: Option<proto::Decision>) -> anyhow::Result<Decision> {
    let decision = decision.ok_or_else(|| anyhow::anyhow!("it names no decision"))?;
    Ok(Decision {
        number: decision.number,
        date: decision.date.parse()?,
        authority: decision.authority,
    })
}

fn read_revocation(revocation: proto::Revocation) -> anyhow::Result<Revocation> {
    use proto::RevocationGround as Published;

    // A ground of a newer contract still revokes.
    let ground = match revocation.ground() {
        Published::Fraud => Ground::Fraud,
        Published::CriteriaLost => Ground::CriteriaLost,
        Published::LegalBreach => Ground::LegalBreach,
        Published::MarkMisuse => Ground::MarkMisuse,
        Published::Ceased => Ground::Ceased,
        Published::EnteredWrongly => Ground::EnteredWrongly,
        Published::WronglyGiven | Published::Other | Published::Unspecified => Ground::Other,
    };
    Ok(Revocation {
        ground,
        reason: revocation.reason,
        decision: read_decision(revocation.decision)?,
    })
}
