//! Records the appointment of the advisory team of a council; Article 7.3c.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::{Error, on};
use crate::domain::Event;
use crate::domain::council::Council;
use crate::domain::council::advisory_team::{AdvisoryTeam, TeamMember};
use crate::storage::{self, Tx};

#[derive(Debug)]
pub struct AppointAdvisoryTeam {
    pub caller: Caller,
    /// Id of the council.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    pub decision_number: String,
    pub appointed_on: chrono::NaiveDate,
    pub members: Vec<TeamMember>,
}

impl UseCase<Event> for AppointAdvisoryTeam {
    type Answer = Saved<Council>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Council>, Error> {
        let mut council = super::council_as_seen(tx, &self.caller, self.id, self.seen).await?;
        let team = AdvisoryTeam {
            decision_number: self.decision_number.clone(),
            appointed_on: on(tx, Some(self.appointed_on))?,
            members: self.members.clone(),
            recorded_by: self.caller.actor.subject.clone(),
            recorded_at: tx.now(),
        };
        council.appoint_team(team).map_err(Error::Council)?;
        tx.audit("council", council.id);
        Ok(storage::council::update_council(tx, council).await?)
    }
}
