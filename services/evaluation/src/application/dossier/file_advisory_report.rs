//! Files the advisory team's report, with which the dossier goes before its council; Article 7.3c.

use chrono::NaiveDate;
use ocop_identity::Caller;

use crate::application::step::Step;
use crate::application::{Error, on};
use crate::domain::dossier::Dossier;
use crate::domain::dossier::review::Advice;
use crate::storage::Tx;

#[derive(Debug)]
pub struct FileAdvisoryReport {
    pub text: String,
    /// Why it replaces the one before the council; `None` if it replaces none.
    pub replaces_because: Option<String>,
    /// The day of the report; today if none.
    pub filed_on: Option<NaiveDate>,
}

impl Step for FileAdvisoryReport {
    type Of = Dossier;

    async fn take(&self, dossier: &mut Dossier, _: &Caller, tx: &Tx) -> Result<(), Error> {
        let advice = Advice {
            text: self.text.clone(),
            filed_on: on(tx, self.filed_on)?,
        };
        match &self.replaces_because {
            None => dossier.advise(advice)?,
            Some(reason) => dossier.advise_again(advice, reason)?,
        }
        Ok(())
    }
}
