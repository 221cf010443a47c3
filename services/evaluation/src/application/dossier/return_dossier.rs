//! Gives a dossier back to the producer for completion; Article 7.2a.

use ocop_chassis::database::UseCase;
use ocop_chassis::identity::Caller;
use uuid::Uuid;

use crate::application::Error;
use crate::domain::Event;
use crate::storage::{DossierRecord, Tx};

/// The dossier to give back.
#[derive(Debug)]
pub struct ReturnDossier {
    /// Who asks.
    pub caller: Caller,
    /// Id of the dossier.
    pub id: Uuid,
    /// Why.
    pub reason: String,
}

impl UseCase<Event> for ReturnDossier {
    type Answer = DossierRecord;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<DossierRecord, Error> {
        let mut dossier = super::load(tx, &self.caller, self.id).await?;
        dossier.give_back(&self.reason, tx.today())?;
        super::save(tx, dossier).await
    }
}
