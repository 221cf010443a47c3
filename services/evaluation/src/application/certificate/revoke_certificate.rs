//! Revokes a certificate; Article 8. The province's authority takes three and four stars away, the ministry's five.

use ocop_chassis::database::UseCase;
use ocop_identity::Caller;
use uuid::Uuid;

use super::proposals;
use crate::application::step::Reachable as _;
use crate::application::{Error, on};
use crate::domain::Event;
use crate::domain::certificate::{Certificate, Revocation};
use crate::domain::monitoring::inspection::Inspection;
use crate::storage::{self, Tx};

#[derive(Debug)]
pub struct RevokeCertificate {
    pub caller: Caller,
    pub id: Uuid,
    /// The ground, what was found and the decision.
    pub revocation: Revocation,
    /// The inspection that proposed it, to be closed with it.
    pub inspection_id: Option<Uuid>,
}

impl UseCase<Event> for RevokeCertificate {
    type Answer = Certificate;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Certificate, Error> {
        let certificate = super::certificate(tx, self.id).await?;
        self.caller
            .within(super::target_of_authority(&certificate))?;
        on(tx, Some(self.revocation.decision.date))?;
        let mut certificates =
            storage::certificate::certification(tx, certificate.product_id).await?;
        certificates.revoke(self.id, self.revocation.clone())?;
        tx.save(&mut certificates).await?;
        if let Some(id) = self.inspection_id {
            let mut inspection = Inspection::reached(tx, &self.caller, id).await?;
            inspection.close(self.id, self.revocation.decision.date)?;
            tx.save(&mut inspection).await?;
        }
        proposals::close(tx, &certificate, self.revocation.decision.date).await?;
        super::granted(&certificates, self.id)
    }
}
