//! An invitation of a partner to a session.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{InvitationChange, InvitationEvent, InvitationFact, Plan, Refusal, Session};

/// Where an invitation stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It waits for an answer.
    Sent,
    /// The partner comes.
    Accepted,
    /// The partner does not come; why may be empty.
    Declined(String),
    /// The session is not held, for a reason.
    CalledOff(String),
}

/// An invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// Id given by promotion.
    pub id: Uuid,
    /// Id of the session.
    pub session_id: Uuid,
    /// Code of the province whose office holds it.
    pub province_code: String,
    /// The day for which the code was said.
    pub said_on: NaiveDate,
    /// What is planned.
    pub plan: Plan,
    /// Id of the partner.
    pub partner_id: Uuid,
    /// Its name.
    pub partner_name: String,
    /// What the office says; may be empty.
    pub note: String,
    /// Where it stands.
    pub state: State,
    /// What happened since it was loaded.
    #[serde(skip)]
    pub events: Vec<InvitationEvent>,
}

impl Invitation {
    /// Invites a partner to a session.
    ///
    /// # Errors
    /// The session was called off, or its day is over.
    pub fn send(
        id: Uuid,
        session: &Session,
        (partner_id, partner_name): (Uuid, String),
        note: String,
        today: NaiveDate,
    ) -> Result<Self, Refusal> {
        session.require_held()?;
        require_to_come(&session.plan, today)?;
        let mut invitation = Self {
            id,
            session_id: session.id,
            province_code: session.province_code.clone(),
            said_on: session.said_on,
            plan: session.plan.clone(),
            partner_id,
            partner_name,
            note,
            state: State::Sent,
            events: Vec::new(),
        };
        invitation.emit(InvitationChange::Sent);
        Ok(invitation)
    }

    /// Takes the partner's answer, or another one than before. `Err` of an answer is why the partner does not come.
    ///
    /// # Errors
    /// The session was called off, or its day is over.
    pub fn answer(&mut self, comes: Result<(), String>, today: NaiveDate) -> Result<(), Refusal> {
        if matches!(self.state, State::CalledOff(_)) {
            return Err(Refusal::SessionCalledOff);
        }
        require_to_come(&self.plan, today)?;
        let (answer, change) = match comes {
            Ok(()) => (State::Accepted, InvitationChange::Accepted),
            Err(reason) => (State::Declined(reason), InvitationChange::Declined),
        };
        if self.state != answer {
            self.state = answer;
            self.emit(change);
        }
        Ok(())
    }

    /// The session is not held.
    pub fn call_off(&mut self, reason: String) {
        if matches!(self.state, State::CalledOff(_)) {
            return;
        }
        self.state = State::CalledOff(reason);
        self.emit(InvitationChange::CalledOff);
    }

    fn emit(&mut self, change: InvitationChange) {
        let invitation = Box::new(Self {
            events: Vec::new(),
            ..self.clone()
        });
        let fact = InvitationFact { invitation };
        self.events.push(InvitationEvent { change, fact });
    }
}

fn require_to_come(plan: &Plan, today: NaiveDate) -> Result<(), Refusal> {
    if plan.held_on < today {
        return Err(Refusal::SessionOver(plan.held_on));
    }
    Ok(())
}
