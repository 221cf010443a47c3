//! Accepts a complaint for handling.

use chrono::NaiveDate;
use ocop_identity::Caller;

use crate::application::step::Step;
use crate::application::{Error, on};
use crate::domain::monitoring::complaint::{Acceptance, Complaint};
use crate::storage::Tx;

#[derive(Debug)]
pub struct AcceptComplaint {
    pub handler: String,
    pub complex: bool,
    /// The day; today if none.
    pub accepted_on: Option<NaiveDate>,
}

impl Step for AcceptComplaint {
    type Of = Complaint;

    async fn take(&self, complaint: &mut Complaint, caller: &Caller, tx: &Tx) -> Result<(), Error> {
        super::may_handle(tx, caller, complaint).await?;
        Ok(complaint.accept(Acceptance {
            on: on(tx, self.accepted_on)?,
            handler: self.handler.clone(),
            complex: self.complex,
        })?)
    }
}
