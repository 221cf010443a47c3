//! A session at which buyers and producers meet.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Deal, Refusal, SessionChange, SessionEvent, SessionFact};

/// Partners who are invited to a session, at most.
pub const MAX_INVITATIONS: u64 = 500;
/// Meetings of a session, at most.
pub const MAX_MEETINGS: usize = 1_000;

/// What is planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Name.
    pub name: String,
    /// Where it is held.
    pub venue: String,
    /// Who holds it.
    pub organiser: String,
    /// The day.
    pub held_on: NaiveDate,
}

/// What came of a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// They got to know each other.
    Introduced,
    /// Samples are sent.
    Samples,
    /// They go on negotiating.
    Negotiating,
    /// They signed a memorandum.
    Memorandum,
    /// They agreed on a deal.
    Deal,
    /// They do not go on.
    NoInterest,
}

/// Who met whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// Id of the buyer.
    pub partner_id: Uuid,
    /// Its name.
    pub partner_name: String,
    /// Id of the producer.
    pub producer_id: Uuid,
    /// Its name.
    pub producer_name: String,
    /// What came of it.
    pub outcome: Outcome,
    /// What else is to be said.
    pub note: String,
    /// Ids of their deals that came of it.
    pub deals: Vec<Uuid>,
}

impl Meeting {
    /// Takes the notes and deals of a meeting of another record of the same producer.
    fn absorb(&mut self, other: Self) {
        for id in other.deals {
            if !self.deals.contains(&id) {
                self.deals.push(id);
            }
        }
        if self.note.is_empty() {
            self.note = other.note;
        } else if !other.note.is_empty() && self.note != other.note {
            self.note = format!("{}; {}", self.note, other.note);
        }
    }
}

/// A session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Id given by promotion.
    pub id: Uuid,
    /// Code of the province whose office holds it.
    pub province_code: String,
    /// The day for which the code was said.
    pub said_on: NaiveDate,
    /// What is planned.
    pub plan: Plan,
    /// Who met whom.
    pub meetings: Vec<Meeting>,
    /// Why it was not held.
    pub called_off: Option<String>,
    /// What happened since it was loaded.
    #[serde(skip)]
    pub events: Vec<SessionEvent>,
}

impl Session {
    /// Plans a session of a province that was said for a day.
    pub fn plan(id: Uuid, (province_code, said_on): (String, NaiveDate), plan: Plan) -> Self {
        let mut session = Self {
            id,
            province_code,
            said_on,
            plan,
            meetings: Vec::new(),
            called_off: None,
            events: Vec::new(),
        };
        session.emit(SessionChange::Planned, None);
        session
    }

    /// Records who met whom; the same two again take the place of what was recorded of them.
    ///
    /// # Errors
    /// It was called off or its day has not come, it has as many meetings as it may, or a deal is not of these two.
    pub fn meet(
        &mut self,
        meeting: Meeting,
        deals: &[&Deal],
        today: NaiveDate,
    ) -> Result<(), Refusal> {
        self.require_held()?;
        if today < self.plan.held_on {
            return Err(Refusal::SessionNotHeld(self.plan.held_on));
        }
        for id in &meeting.deals {
            let mut known = deals.iter();
            let deal = known.find(|deal| deal.id == *id);
            let deal = deal.ok_or(Refusal::DealUnknown(*id))?;
            let pair = (deal.partner_id, deal.goods.producer_id);
            if pair != (meeting.partner_id, meeting.producer_id) {
                return Err(Refusal::DealOfOthers(*id));
            }
        }
        let pair = |one: &Meeting| (one.partner_id, one.producer_id);
        let full = self.meetings.len() >= MAX_MEETINGS;
        let mut known = self.meetings.iter_mut();
        let change = match known.find(|one| pair(one) == pair(&meeting)) {
            Some(known) if *known == meeting => return Ok(()),
            Some(known) => {
                *known = meeting.clone();
                SessionChange::MeetingCorrected
            }
            None if full => return Err(Refusal::SessionFull),
            None => {
                self.meetings.push(meeting.clone());
                SessionChange::Met
            }
        };
        self.emit(change, Some(meeting));
        Ok(())
    }

    /// Has a producer that was merged be the kept one. If both met a partner, what was recorded of the kept one stands, with the
    /// notes and deals of both.
    pub fn follow_merge(&mut self, from: Uuid, into: Uuid) {
        let of_merged = self
            .meetings
            .extract_if(.., |meeting| meeting.producer_id == from);
        let of_merged: Vec<Meeting> = of_merged.collect();
        for mut meeting in of_merged {
            let partner = meeting.partner_id;
            let mut known = self.meetings.iter_mut();
            let same = |one: &&mut Meeting| (one.partner_id, one.producer_id) == (partner, into);
            if let Some(kept) = known.find(same) {
                kept.absorb(meeting);
                meeting = kept.clone();
            } else {
                meeting.producer_id = into;
                self.meetings.push(meeting.clone());
            }
            self.emit(SessionChange::MeetingCorrected, Some(meeting));
        }
    }

    /// Calls it off.
    ///
    /// # Errors
    /// It was called off already, or somebody met.
    pub fn call_off(&mut self, reason: String) -> Result<(), Refusal> {
        self.require_held()?;
        if !self.meetings.is_empty() {
            return Err(Refusal::SessionHeld);
        }
        self.called_off = Some(reason);
        self.emit(SessionChange::CalledOff, None);
        Ok(())
    }

    /// Checks that it was not called off.
    ///
    /// # Errors
    /// [`Refusal::SessionCalledOff`].
    pub fn require_held(&self) -> Result<(), Refusal> {
        match self.called_off {
            Some(_) => Err(Refusal::SessionCalledOff),
            None => Ok(()),
        }
    }

    fn emit(&mut self, change: SessionChange, meeting: Option<Meeting>) {
        let session = Box::new(Self {
            meetings: Vec::new(),
            events: Vec::new(),
            ..self.clone()
        });
        let meetings = self.meetings.len();
        let fact = SessionFact {
            session,
            meetings,
            meeting,
        };
        self.events.push(SessionEvent { change, fact });
    }
}
