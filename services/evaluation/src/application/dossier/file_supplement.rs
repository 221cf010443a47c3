//! Hands in the supplement that the advisory team asked for, as a new revision; Article 7.3c.

use std::sync::Arc;

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::step::Reachable as _;
use crate::application::{Error, on};
use crate::domain::Event;
use crate::domain::criteria::library::Library;
use crate::domain::dossier::Dossier;
use crate::domain::dossier::content::{Asked, Change};
use crate::storage::Tx;

#[derive(Debug)]
pub struct FileSupplement {
    pub caller: Caller,
    pub library: Arc<Library>,
    pub id: Uuid,
    pub change: Change,
    /// The day it is handed in; today if none.
    pub filed_on: Option<NaiveDate>,
}

impl UseCase<Event> for FileSupplement {
    type Answer = Saved<Dossier>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Dossier>, Error> {
        let mut dossier = Dossier::reached(tx, &self.caller, self.id).await?;
        let on = on(tx, self.filed_on)?;
        let set = super::set_of(&self.library, &dossier)?;
        let content = self.change.of(dossier.content.clone(), set, Asked::Whole)?;
        let papers = super::papers_of(tx, &content).await?;
        dossier.add_supplement(content, set, &papers, on)?;
        super::save_with_documents(tx, dossier).await
    }
}
