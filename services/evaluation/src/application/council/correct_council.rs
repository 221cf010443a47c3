//! Puts right what was recorded wrongly of a council's appointment.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::{Error, on};
use crate::domain::Event;
use crate::domain::correction::Grounds;
use crate::domain::council::correcting::{Refused, Values};
use crate::domain::council::{self, Council};
use crate::storage::{self, Tx};

#[derive(Debug)]
pub struct CorrectCouncil {
    pub caller: Caller,
    /// Id of the council.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    pub values: Values,
    pub reason: String,
}

impl UseCase<Event> for CorrectCouncil {
    type Answer = Saved<Council>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Council>, Error> {
        tx.because(&self.reason);
        let mut council = super::council_as_seen(tx, &self.caller, self.id, self.seen).await?;
        on(tx, self.values.appointed_on)?;
        let relied = storage::council::relied_on(tx, self.id).await?;
        let grounds = Grounds {
            reason: self.reason.clone(),
            by: self.caller.actor.subject.clone(),
            at: tx.now(),
        };
        let corrected = council.correct(&self.values, &relied, &grounds);
        corrected.map_err(|refused| match refused {
            Refused::Council(problems) => Error::Council(problems),
            Refused::Correction(refusal) => council::Refusal::from(refusal).into(),
        })?;
        tx.audit("council", council.id);
        Ok(storage::council::update_council(tx, council).await?)
    }
}
