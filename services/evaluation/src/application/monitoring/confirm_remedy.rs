//! Records whether a remedy that an inspection asked for is there.

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::{Error, on};
use crate::domain::Event;
use crate::domain::monitoring::inspection::{Check, Inspection};
use crate::storage::Tx;

/// What was found out.
#[derive(Debug)]
pub struct ConfirmRemedy {
    /// Who asks.
    pub caller: Caller,
    /// Id of the inspection.
    pub id: Uuid,
    /// The number of the finding, from 1.
    pub finding: usize,
    /// Whether the remedy is there.
    pub met: bool,
    /// The day that was found out; today if none.
    pub checked_on: Option<NaiveDate>,
    /// What was seen.
    pub note: String,
}

impl UseCase<Event> for ConfirmRemedy {
    type Answer = Saved<Inspection>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Inspection>, Error> {
        let mut inspection = super::inspection(tx, &self.caller, self.id).await?;
        let check = Check {
            met: self.met,
            on: on(tx, self.checked_on)?,
            note: self.note.clone(),
        };
        inspection.check_remedy(self.finding, check)?;
        super::save_inspection(tx, inspection).await
    }
}
