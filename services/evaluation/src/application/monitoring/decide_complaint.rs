//! Decides a complaint.

use chrono::NaiveDate;
use ocop_identity::Caller;

use crate::application::step::Step;
use crate::application::{Error, on};
use crate::domain::monitoring::complaint::{Complaint, ComplaintOutcome, Settlement};
use crate::storage::Tx;

#[derive(Debug)]
pub struct DecideComplaint {
    pub outcome: ComplaintOutcome,
    pub decision_number: String,
    pub answer: String,
    /// The day; today if none.
    pub decided_on: Option<NaiveDate>,
}

impl Step for DecideComplaint {
    type Of = Complaint;

    async fn take(&self, complaint: &mut Complaint, _: &Caller, tx: &Tx) -> Result<(), Error> {
        Ok(complaint.decide(Settlement {
            on: on(tx, self.decided_on)?,
            outcome: self.outcome,
            decision_number: self.decision_number.clone(),
            answer: self.answer.clone(),
        })?)
    }
}
