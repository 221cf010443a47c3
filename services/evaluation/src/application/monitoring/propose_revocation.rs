//! Proposes to revoke a certificate after an inspection; Articles 8 and 9.

use chrono::NaiveDate;
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::step::Step;
use crate::application::{Error, certificate, on};
use crate::domain::certificate::Ground;
use crate::domain::monitoring::inspection::{Inspection, Proposal, Refusal};
use crate::storage::Tx;

#[derive(Debug)]
pub struct ProposeRevocation {
    /// Id of the certificate; the one inspected if none.
    pub certificate_id: Option<Uuid>,
    pub ground: Ground,
    pub conclusion: String,
    pub concluded_on: NaiveDate,
    pub authority: String,
}

impl Step for ProposeRevocation {
    type Of = Inspection;

    async fn take(
        &self,
        inspection: &mut Inspection,
        caller: &Caller,
        tx: &Tx,
    ) -> Result<(), Error> {
        let named = self.certificate_id.or(inspection.subject.certificate_id);
        let id = named.ok_or(Refusal::NoCertificate)?;
        let certificate = certificate::certificate(tx, id).await?;
        if certificate.producer_id != inspection.subject.producer_id {
            return Err(Refusal::OtherProducer { id }.into());
        }
        caller.within(certificate::target_of(&certificate))?;
        certificate.is_not_taken_away()?;
        Ok(inspection.propose(Proposal {
            certificate_id: id,
            ground: self.ground,
            conclusion: self.conclusion.clone(),
            concluded_on: on(tx, Some(self.concluded_on))?,
            authority: self.authority.clone(),
        })?)
    }
}
