//! Refuses to handle a complaint.

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::{Error, on};
use crate::domain::Event;
use crate::domain::monitoring::complaint::{Complaint, Rejection};
use crate::storage::Tx;

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
    type Answer = Saved<Complaint>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Complaint>, Error> {
        let mut complaint = super::complaint(tx, &self.caller, self.id).await?;
        complaint.refuse(Rejection {
            on: on(tx, self.refused_on)?,
            reason: self.reason.clone(),
        })?;
        super::save_complaint(tx, complaint).await
    }
}
