//! Gives a dossier back to the producer for completion; Article 7.2a.

use chrono::NaiveDate;
use ocop_identity::Caller;

use crate::application::step::Step;
use crate::application::{Error, on};
use crate::domain::dossier::Dossier;
use crate::storage::Tx;

#[derive(Debug)]
pub struct ReturnDossier {
    pub reason: String,
    /// The day; today if none.
    pub returned_on: Option<NaiveDate>,
}

impl Step for ReturnDossier {
    type Of = Dossier;

    async fn take(&self, dossier: &mut Dossier, _: &Caller, tx: &Tx) -> Result<(), Error> {
        let on = on(tx, self.returned_on)?;
        Ok(dossier.give_back(&self.reason, on)?)
    }
}
