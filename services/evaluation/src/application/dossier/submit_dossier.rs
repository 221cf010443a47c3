//! Lodges a dossier at the commune and freezes it; Article 7.1.

use std::sync::Arc;

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::{Error, on};
use crate::domain::Event;
use crate::domain::criteria::library::Library;
use crate::domain::dossier::Dossier;
use crate::storage::Tx;

/// The dossier to lodge.
#[derive(Debug)]
pub struct SubmitDossier {
    /// Who asks.
    pub caller: Caller,
    /// The criteria sets known.
    pub library: Arc<Library>,
    /// Id of the dossier.
    pub id: Uuid,
    /// The day it is lodged; today if none.
    pub lodged_on: Option<NaiveDate>,
}

impl UseCase<Event> for SubmitDossier {
    type Answer = Saved<Dossier>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Dossier>, Error> {
        let mut dossier = super::load(tx, &self.caller, self.id).await?;
        dossier.submit(&self.library, on(tx, self.lodged_on)?)?;
        super::save(tx, dossier).await
    }
}
