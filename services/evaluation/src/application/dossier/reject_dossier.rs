//! Rejects a dossier on a ground of Appendix II.

use chrono::NaiveDate;
use ocop_identity::Caller;

use crate::application::step::Step;
use crate::application::{Error, on};
use crate::domain::dossier::Dossier;
use crate::storage::Tx;

#[derive(Debug)]
pub struct RejectDossier {
    pub reason: String,
    /// The day; today if none.
    pub rejected_on: Option<NaiveDate>,
}

impl Step for RejectDossier {
    type Of = Dossier;

    async fn take(&self, dossier: &mut Dossier, _: &Caller, tx: &Tx) -> Result<(), Error> {
        Ok(dossier.reject(&self.reason, on(tx, self.rejected_on)?)?)
    }
}
