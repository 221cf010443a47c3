//! Gives a dossier back to the producer for completion; Article 7.2a.

use ocop_identity::Caller;

use crate::application::Error;
use crate::application::step::Step;
use crate::domain::dossier::Dossier;
use crate::storage::Tx;

#[derive(Debug)]
pub struct ReturnDossier {
    pub reason: String,
}

impl Step for ReturnDossier {
    type Of = Dossier;

    async fn take(&self, dossier: &mut Dossier, _: &Caller, tx: &Tx) -> Result<(), Error> {
        Ok(dossier.give_back(&self.reason, tx.today())?)
    }
}
