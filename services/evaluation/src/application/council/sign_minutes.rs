//! Records that the minutes of a count were signed: what was agreed stands since.

use chrono::NaiveDate;
use ocop_identity::Caller;

use crate::application::step::Step;
use crate::application::{Error, dossier, on};
use crate::domain::dossier::Dossier;
use crate::storage::Tx;

#[derive(Debug)]
pub struct SignMinutes {
    /// The day; today if none.
    pub on: Option<NaiveDate>,
}

impl Step for SignMinutes {
    type Of = Dossier;

    async fn take(&self, dossier: &mut Dossier, caller: &Caller, tx: &Tx) -> Result<(), Error> {
        caller.within(dossier::target_of_round(dossier))?;
        dossier.sign_minutes(on(tx, self.on)?)?;
        Ok(())
    }
}
