//! Declines the proposal of an inspection to revoke a certificate, by the authority that would decide on it; Article 8.

use chrono::NaiveDate;
use ocop_identity::Caller;

use crate::application::step::Step;
use crate::application::{Error, certificate, on};
use crate::domain::monitoring::inspection::Inspection;
use crate::storage::Tx;

#[derive(Debug)]
pub struct DeclineRevocation {
    pub reason: String,
    /// The day it was declined; today if none.
    pub declined_on: Option<NaiveDate>,
}

impl Step for DeclineRevocation {
    type Of = Inspection;

    async fn take(
        &self,
        inspection: &mut Inspection,
        caller: &Caller,
        tx: &Tx,
    ) -> Result<(), Error> {
        if let Some(proposal) = inspection.stage.proposal() {
            let proposed = certificate::certificate(tx, proposal.certificate_id).await?;
            caller.within(certificate::target_of_authority(&proposed))?;
        }
        Ok(inspection.decline(self.reason.clone(), on(tx, self.declined_on)?)?)
    }
}
