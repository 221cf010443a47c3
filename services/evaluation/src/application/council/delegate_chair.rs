//! Has a member preside in the chair's place (Article 7.3).

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::Error;
use crate::domain::Event;
use crate::domain::council::Council;
use crate::domain::council::delegation::Delegation;
use crate::storage::{self, Tx};

#[derive(Debug)]
pub struct DelegateChair {
    pub caller: Caller,
    /// Id of the council.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    /// The subject of the member who presides.
    pub member: String,
    pub from: NaiveDate,
    pub until: NaiveDate,
    pub reason: String,
}

impl UseCase<Event> for DelegateChair {
    type Answer = Saved<Council>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Council>, Error> {
        let mut council = super::council_as_seen(tx, &self.caller, self.id, self.seen).await?;
        let delegation = Delegation {
            member: self.member.clone(),
            from: self.from,
            until: self.until,
            reason: self.reason.clone(),
            recorded_by: self.caller.actor.subject.clone(),
            recorded_at: tx.now(),
        };
        council.delegate(delegation).map_err(Error::Council)?;
        tx.audit("council", council.id);
        Ok(storage::council::update_council(tx, council).await?)
    }
}
