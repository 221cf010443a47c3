//! Takes a dossier back for its producer, until it is decided on.

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::{Caller, Target};
use uuid::Uuid;

use crate::application::{Error, Resource, on};
use crate::domain::Event;
use crate::domain::dossier::Dossier;
use crate::storage::Tx;

#[derive(Debug)]
pub struct WithdrawDossier {
    pub caller: Caller,
    pub id: Uuid,
    /// Why; may be empty.
    pub reason: String,
    /// The day; today if none.
    pub withdrawn_on: Option<NaiveDate>,
}

impl UseCase<Event> for WithdrawDossier {
    type Answer = Saved<Dossier>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Dossier>, Error> {
        let found = tx.load(self.id).await?;
        let mut dossier: Saved<Dossier> = Resource::Dossier.found(found, self.id)?;
        self.caller.within(target(&dossier))?;
        dossier.withdraw(&self.reason, on(tx, self.withdrawn_on)?)?;
        tx.save(&mut dossier).await?;
        Ok(dossier)
    }
}

/// The producer may withdraw wherever the dossier is; the office that does it for the producer must have it in hand.
fn target(dossier: &Dossier) -> Target {
    if dossier.state().is_central() {
        Target::default().of_producer(dossier.producer_id)
    } else {
        super::target_of_dossier(dossier)
    }
}
