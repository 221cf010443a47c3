//! Rejects a dossier on a ground of Appendix II.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::Error;
use crate::domain::Event;
use crate::domain::dossier::Dossier;
use crate::storage::Tx;

/// The dossier to reject.
#[derive(Debug)]
pub struct RejectDossier {
    /// Who asks.
    pub caller: Caller,
    /// Id of the dossier.
    pub id: Uuid,
    /// Why.
    pub reason: String,
}

impl UseCase<Event> for RejectDossier {
    type Answer = Saved<Dossier>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Dossier>, Error> {
        let mut dossier = super::load(tx, &self.caller, self.id).await?;
        dossier.reject(&self.reason, tx.today())?;
        super::save(tx, dossier).await
    }
}
