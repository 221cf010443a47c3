//! Records whether a remedy that an inspection asked for is there.

use chrono::NaiveDate;
use ocop_identity::Caller;

use crate::application::step::Step;
use crate::application::{Error, on};
use crate::domain::monitoring::inspection::{Check, Inspection};
use crate::storage::Tx;

#[derive(Debug)]
pub struct ConfirmRemedy {
    /// The number of the finding, from 1.
    pub finding: usize,
    /// Whether the remedy is there.
    pub met: bool,
    /// The day that was found out; today if none.
    pub checked_on: Option<NaiveDate>,
    pub note: String,
}

impl Step for ConfirmRemedy {
    type Of = Inspection;

    async fn take(&self, inspection: &mut Inspection, _: &Caller, tx: &Tx) -> Result<(), Error> {
        let check = Check {
            met: self.met,
            on: on(tx, self.checked_on)?,
            note: self.note.clone(),
        };
        Ok(inspection.check_remedy(self.finding, check)?)
    }
}
