//! Deletes a draft. That it was stays on record.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::Error;
use crate::application::step::Reachable as _;
use crate::domain::Event;
use crate::domain::dossier::Dossier;
use crate::storage::Tx;

#[derive(Debug)]
pub struct DeleteDraft {
    pub caller: Caller,
    pub id: Uuid,
}

impl UseCase<Event> for DeleteDraft {
    type Answer = Saved<Dossier>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Dossier>, Error> {
        let mut dossier = Dossier::reached(tx, &self.caller, self.id).await?;
        dossier.delete(tx.today())?;
        super::save_with_documents(tx, dossier).await
    }
}
