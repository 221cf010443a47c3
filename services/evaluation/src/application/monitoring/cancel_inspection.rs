//! Cancels an inspection that is not held.

use chrono::NaiveDate;
use ocop_identity::Caller;

use crate::application::step::Step;
use crate::application::{Error, on};
use crate::domain::monitoring::inspection::Inspection;
use crate::storage::Tx;

#[derive(Debug)]
pub struct CancelInspection {
    pub reason: String,
    /// The day it was cancelled; today if none.
    pub cancelled_on: Option<NaiveDate>,
}

impl Step for CancelInspection {
    type Of = Inspection;

    async fn take(&self, inspection: &mut Inspection, _: &Caller, tx: &Tx) -> Result<(), Error> {
        Ok(inspection.cancel(self.reason.clone(), on(tx, self.cancelled_on)?)?)
    }
}
