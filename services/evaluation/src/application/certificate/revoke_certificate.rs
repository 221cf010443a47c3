//! Revokes a certificate; Article 8. The province's authority takes three and four stars away, the ministry's five.

use ocop_chassis::database::UseCase;
use ocop_identity::{Caller, Target};
use uuid::Uuid;

use crate::application::{Error, Resource, on};
use crate::domain::Event;
use crate::domain::certificate::Revocation;
use crate::domain::criteria::regulation::Level;
use crate::storage::{self, CertificateRecord, Tx};

/// The certificate to revoke.
#[derive(Debug)]
pub struct RevokeCertificate {
    /// Who asks.
    pub caller: Caller,
    /// Id of the certificate.
    pub id: Uuid,
    /// The ground, what was found and the decision.
    pub revocation: Revocation,
    /// The inspection that proposed it, to be closed with it.
    pub inspection_id: Option<Uuid>,
}

impl UseCase<Event> for RevokeCertificate {
    type Answer = CertificateRecord;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<CertificateRecord, Error> {
        let found = storage::find_certificate(tx, self.id).await?;
        let record = found.ok_or(Error::Unknown {
            what: Resource::Certificate,
            id: self.id,
        })?;
        let certificate = &record.certificate;
        self.caller.within(match certificate.revoked_by() {
            // Only a scope of everywhere reaches what belongs to no province.
            Level::Centre => Target::default(),
            Level::Province | Level::District => super::target_of(certificate),
        })?;
        on(tx, Some(self.revocation.decision.date))?;
        let mut certificates = storage::certification(tx, certificate.product_id).await?;
        certificates.revoke(self.id, self.revocation.clone())?;
        tx.save(&mut certificates).await?;
        if let Some(id) = self.inspection_id {
            // Inspections use certificates: their own use cases cannot be used here.
            let found = storage::inspection(tx, id).await?;
            let what = Resource::Inspection;
            let mut inspection = found.ok_or(Error::Unknown { what, id })?;
            let subject = &inspection.subject;
            let place = Target::place(&subject.province_code, &subject.place_code);
            self.caller.within(place.of_producer(subject.producer_id))?;
            inspection.close(self.id, self.revocation.decision.date)?;
            tx.save(&mut inspection).await?;
        }
        super::granted(&certificates, self.id, record.created_at)
    }
}
