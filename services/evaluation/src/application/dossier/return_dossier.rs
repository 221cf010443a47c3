//! Gives a dossier back to the producer for completion; Article 7.2a.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::Error;
use crate::domain::Event;
use crate::domain::dossier::Dossier;
use crate::storage::Tx;

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
    type Answer = Saved<Dossier>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Dossier>, Error> {
        let mut dossier = super::load(tx, &self.caller, self.id).await?;
        dossier.give_back(&self.reason, tx.today())?;
        super::save(tx, dossier).await
    }
}
