//! Sends a dossier on from the commune with its report (Form 03); Article 7.2b.

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::{Error, on};
use crate::domain::Event;
use crate::domain::dossier::Dossier;
use crate::domain::dossier::Findings;
use crate::storage::Tx;

/// The dossier to send on.
#[derive(Debug)]
pub struct EndorseDossier {
    /// Who asks.
    pub caller: Caller,
    /// Id of the dossier.
    pub id: Uuid,
    /// What the commune found.
    pub findings: Findings,
    /// The day it is sent on; today if none.
    pub endorsed_on: Option<NaiveDate>,
}

impl UseCase<Event> for EndorseDossier {
    type Answer = Saved<Dossier>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Dossier>, Error> {
        let mut dossier = super::load(tx, &self.caller, self.id).await?;
        dossier.endorse(self.findings.clone(), on(tx, self.endorsed_on)?)?;
        super::save(tx, dossier).await
    }
}
