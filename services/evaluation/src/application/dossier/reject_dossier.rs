//! Rejects a dossier on a ground of Appendix II.

use ocop_identity::Caller;

use crate::application::Error;
use crate::application::step::Step;
use crate::domain::dossier::Dossier;
use crate::storage::Tx;

#[derive(Debug)]
pub struct RejectDossier {
    pub reason: String,
}

impl Step for RejectDossier {
    type Of = Dossier;

    async fn take(&self, dossier: &mut Dossier, _: &Caller, tx: &Tx) -> Result<(), Error> {
        Ok(dossier.reject(&self.reason, tx.today())?)
    }
}
