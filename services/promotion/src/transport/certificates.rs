//! Hears certificates: a listing follows those of its product.

use ocop_chassis::database::Tx;
use ocop_chassis::messaging::Event as Envelope;
use ocop_chassis::messaging::consumer::{Handler, HandlerError};
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::topology::{self, Consumer};

use crate::application::follow_certificates;
use crate::domain::certificate::{
    Certificate, CertificateFact, Decision, Ground, Revocation, Standing,
};
use crate::domain::event::Event;
use crate::domain::product::{Place, Product};
use crate::domain::schedule::Schedule;

/// The handler of certificate events.
#[derive(Clone, Debug)]
pub struct Certificates {
    schedule: Schedule,
}

impl Certificates {
    /// `schedule` says when deliveries of what follows are tried.
    pub fn new(schedule: Schedule) -> Self {
        Self { schedule }
    }
}

impl Handler<Event> for Certificates {
    const CONSUMER: Consumer = topology::PROMOTION_CERTIFICATES;

    type Fact = CertificateFact;

    fn read(&self, event: &Envelope) -> Result<CertificateFact, HandlerError> {
        let fact: proto::CertificateFact =
            serde_json::from_slice(&event.data).map_err(HandlerError::undecodable)?;
        let expired = event.kind.ends_with(".expired.v1");
        read(fact, expired).map_err(HandlerError::undecodable)
    }

    async fn apply(
        &self,
        tx: &mut Tx<Event>,
        facts: &[(Envelope, CertificateFact)],
    ) -> Result<(), HandlerError> {
        let facts = facts.iter();
        let facts = facts.map(|(event, fact)| (fact.clone(), event.version));
        Ok(follow_certificates(tx, facts.collect(), &self.schedule).await?)
    }
}

fn read(fact: proto::CertificateFact, expired: bool) -> anyhow::Result<CertificateFact> {
    let said = fact
        .certificate
        .ok_or_else(|| anyhow::anyhow!("it names no certificate"))?;
    let standing = match said.revocation {
        Some(revocation) => Standing::Revoked(read_revocation(revocation)?),
        None if expired => Standing::Expired,
        None => Standing::Granted,
    };
    Ok(CertificateFact {
        product: Product {
            id: said.product_id.parse()?,
            name: said.product_name,
            producer_id: said.producer_id.parse()?,
            producer_name: said.producer_name,
            criteria_set: said.criteria_set.try_into()?,
            place: Place {
                code: fact.place_code,
                name: fact.place_name,
                province_code: said.province_code,
                province_name: fact.province_name,
            },
            active: true,
        },
        certificate: Certificate {
            id: said.id.parse()?,
            star: said.star.try_into()?,
            decision: read_decision(said.decision)?,
            valid_from: said.valid_from.parse()?,
            valid_to: said.valid_to.parse()?,
        },
        standing,
    })
}

fn read_decision(said: Option<proto::Decision>) -> anyhow::Result<Decision> {
    let said = said.ok_or_else(|| anyhow::anyhow!("it names no decision"))?;
    Ok(Decision {
        number: said.number,
        date: said.date.parse()?,
        authority: said.authority,
    })
}

fn read_revocation(said: proto::Revocation) -> anyhow::Result<Revocation> {
    use proto::RevocationGround as Said;

    // A ground of a newer contract still revokes.
    let ground = match said.ground() {
        Said::Fraud => Ground::Fraud,
        Said::CriteriaLost => Ground::CriteriaLost,
        Said::LegalBreach => Ground::LegalBreach,
        Said::MarkMisuse => Ground::MarkMisuse,
        Said::Ceased => Ground::Ceased,
        Said::Other | Said::Unspecified => Ground::Other,
    };
    Ok(Revocation {
        ground,
        reason: said.reason,
        decision: read_decision(said.decision)?,
    })
}
