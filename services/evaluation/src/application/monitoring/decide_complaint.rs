//! Decides a complaint.

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::{Error, on};
use crate::domain::Event;
use crate::domain::monitoring::complaint::{Complaint, ComplaintOutcome, Settlement};
use crate::storage::Tx;

/// The decision.
#[derive(Debug)]
pub struct DecideComplaint {
    /// Who asks.
    pub caller: Caller,
    /// Id of the complaint.
    pub id: Uuid,
    /// What comes of it.
    pub outcome: ComplaintOutcome,
    /// Number of the decision.
    pub decision_number: String,
    /// The answer to the complainant.
    pub answer: String,
    /// The day; today if none.
    pub decided_on: Option<NaiveDate>,
}

impl UseCase<Event> for DecideComplaint {
    type Answer = Saved<Complaint>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Complaint>, Error> {
        let mut complaint = super::complaint(tx, &self.caller, self.id).await?;
        complaint.decide(Settlement {
            on: on(tx, self.decided_on)?,
            outcome: self.outcome,
            decision_number: self.decision_number.clone(),
            answer: self.answer.clone(),
        })?;
        super::save_complaint(tx, complaint).await
    }
}
