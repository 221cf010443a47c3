//! Refuses to handle a complaint.

use chrono::NaiveDate;
use ocop_chassis::database::UseCase;
use ocop_chassis::identity::Caller;
use uuid::Uuid;

use crate::application::{Error, on};
use crate::domain::Event;
use crate::domain::monitoring::complaint::Rejection;
use crate::storage::{ComplaintRecord, Tx};

/// The refusal.
#[derive(Debug)]
pub struct RefuseComplaint {
    /// Who asks.
    pub caller: Caller,
    /// Id of the complaint.
    pub id: Uuid,
    /// Why.
    pub reason: String,
    /// The day; today if none.
    pub refused_on: Option<NaiveDate>,
}

impl UseCase<Event> for RefuseComplaint {
    type Answer = ComplaintRecord;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<ComplaintRecord, Error> {
        let mut complaint = super::complaint(tx, &self.caller, self.id).await?;
        complaint.refuse(Rejection {
            on: on(tx, self.refused_on)?,
            reason: self.reason.clone(),
        })?;
        super::save_complaint(tx, complaint).await
    }
}
