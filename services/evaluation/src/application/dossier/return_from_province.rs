//! Gives a dossier back from the province, to its commune or to its producer; Article 7.3a.

use chrono::NaiveDate;
use ocop_identity::Caller;

use crate::application::step::Step;
use crate::application::{Error, on};
use crate::domain::dossier::Dossier;
use crate::domain::dossier::returning::ReturnedTo;
use crate::storage::Tx;

#[derive(Debug)]
pub struct ReturnFromProvince {
    pub to: ReturnedTo,
    pub reason: String,
    /// The day; today if none.
    pub returned_on: Option<NaiveDate>,
}

impl Step for ReturnFromProvince {
    type Of = Dossier;

    async fn take(&self, dossier: &mut Dossier, _: &Caller, tx: &Tx) -> Result<(), Error> {
        let on = on(tx, self.returned_on)?;
        Ok(dossier.give_back_from_province(self.to, &self.reason, on)?)
    }
}
