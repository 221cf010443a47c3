//! Proposes to revoke a certificate after an inspection; Articles 8 and 9.

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::{Error, certificate, on};
use crate::domain::Event;
use crate::domain::certificate::Ground;
use crate::domain::monitoring::inspection::{Inspection, Proposal, Refusal};
use crate::storage::Tx;

/// The proposal.
#[derive(Debug)]
pub struct ProposeRevocation {
    /// Who asks.
    pub caller: Caller,
    /// Id of the inspection.
    pub id: Uuid,
    /// Id of the certificate; the one inspected if none.
    pub certificate_id: Option<Uuid>,
    /// The ground.
    pub ground: Ground,
    /// What the authority concluded.
    pub conclusion: String,
    /// The day of the conclusion.
    pub concluded_on: NaiveDate,
    /// Who concluded.
    pub authority: String,
}

impl UseCase<Event> for ProposeRevocation {
    type Answer = Saved<Inspection>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Inspection>, Error> {
        let mut inspection = super::inspection(tx, &self.caller, self.id).await?;
        let named = self.certificate_id.or(inspection.subject.certificate_id);
        let id = named.ok_or(Refusal::NoCertificate)?;
        let certificate = certificate::certificate(tx, id).await?;
        if certificate.producer_id != inspection.subject.producer_id {
            return Err(Refusal::OtherProducer { id }.into());
        }
        self.caller.within(certificate::target_of(&certificate))?;
        inspection.propose(Proposal {
            certificate_id: id,
            ground: self.ground,
            conclusion: self.conclusion.clone(),
            concluded_on: on(tx, Some(self.concluded_on))?,
            authority: self.authority.clone(),
        })?;
        super::save_inspection(tx, inspection).await
    }
}
