//! Files the advisory team's report, with which the dossier goes before its council; Article 7.3c.

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::{Error, on};
use crate::domain::Event;
use crate::domain::dossier::Dossier;
use crate::domain::dossier::review::Advice;
use crate::storage::Tx;

/// The report.
#[derive(Debug)]
pub struct FileAdvisoryReport {
    /// Who asks.
    pub caller: Caller,
    /// Id of the dossier.
    pub id: Uuid,
    /// What the team found.
    pub text: String,
    /// The day of the report; today if none.
    pub filed_on: Option<NaiveDate>,
}

impl UseCase<Event> for FileAdvisoryReport {
    type Answer = Saved<Dossier>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Dossier>, Error> {
        let mut dossier = super::load(tx, &self.caller, self.id).await?;
        dossier.advise(Advice {
            text: self.text.clone(),
            filed_on: on(tx, self.filed_on)?,
        })?;
        super::save(tx, dossier).await
    }
}
