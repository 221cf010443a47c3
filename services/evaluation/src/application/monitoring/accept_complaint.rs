//! Accepts a complaint for handling.

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::{Error, on};
use crate::domain::Event;
use crate::domain::monitoring::complaint::{Acceptance, Complaint};
use crate::storage::Tx;

/// The acceptance.
#[derive(Debug)]
pub struct AcceptComplaint {
    /// Who asks.
    pub caller: Caller,
    /// Id of the complaint.
    pub id: Uuid,
    /// Who handles it.
    pub handler: String,
    /// Whether it is complex.
    pub complex: bool,
    /// The day; today if none.
    pub accepted_on: Option<NaiveDate>,
}

impl UseCase<Event> for AcceptComplaint {
    type Answer = Saved<Complaint>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Complaint>, Error> {
        let mut complaint = super::complaint(tx, &self.caller, self.id).await?;
        complaint.accept(Acceptance {
            on: on(tx, self.accepted_on)?,
            handler: self.handler.clone(),
            complex: self.complex,
        })?;
        super::save_complaint(tx, complaint).await
    }
}
