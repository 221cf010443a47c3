//! Refuses to handle a complaint.

use chrono::NaiveDate;
use ocop_identity::Caller;

use crate::application::step::Step;
use crate::application::{Error, on};
use crate::domain::monitoring::complaint::{Complaint, Rejection};
use crate::storage::Tx;

#[derive(Debug)]
pub struct RefuseComplaint {
    pub reason: String,
    /// The day; today if none.
    pub refused_on: Option<NaiveDate>,
}

impl Step for RefuseComplaint {
    type Of = Complaint;

    async fn take(&self, complaint: &mut Complaint, caller: &Caller, tx: &Tx) -> Result<(), Error> {
        super::may_handle(tx, caller, complaint).await?;
        Ok(complaint.refuse(Rejection {
            on: on(tx, self.refused_on)?,
            reason: self.reason.clone(),
        })?)
    }
}
