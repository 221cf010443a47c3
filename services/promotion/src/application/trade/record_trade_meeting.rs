//! Records who met whom at a session, and what came of it.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::{own_session, require_partner};
use crate::application::Error;
use crate::domain::Event;
use crate::domain::trade::{Deal, Meeting, Outcome, Refusal, Session};
use crate::storage::{self, Tx};

/// The meeting.
#[derive(Debug)]
pub struct RecordTradeMeeting {
    /// Who asks.
    pub caller: Caller,
    /// Id of the session.
    pub id: Uuid,
    /// Id of the partner.
    pub partner_id: Uuid,
    /// Id of the producer.
    pub producer_id: Uuid,
    /// What came of it.
    pub outcome: Outcome,
    /// What else is to be said; may be empty.
    pub note: String,
    /// Ids of deals that came of it.
    pub deals: Vec<Uuid>,
}

impl UseCase<Event> for RecordTradeMeeting {
    type Answer = Saved<Session>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Session>, Error> {
        storage::lock_market(tx).await?;
        let mut session = own_session(tx, &self.caller, self.id).await?;
        let partner = require_partner(tx, self.partner_id).await?;
        let producer_id = storage::listing::producer(tx, self.producer_id).await?;
        let producer_name = storage::listing::producer_name(tx, producer_id).await?;
        let deals = storage::trade::deals(tx, &self.deals).await?;
        let deals: Vec<&Deal> = deals.iter().map(|deal| &**deal).collect();
        let meeting = Meeting {
            partner_id: partner.id,
            partner_name: partner.details.name.clone(),
            producer_id,
            producer_name: producer_name.ok_or(Refusal::ProducerUnknown(self.producer_id))?,
            outcome: self.outcome,
            note: self.note.clone(),
            deals: self.deals.clone(),
        };
        session.meet(meeting, &deals, tx.today())?;
        tx.save(&mut session).await?;
        Ok(session)
    }
}
