//! Complaints (khiếu nại). Decision 26/2026/QĐ-TTg says nothing of them, so that the Law on Complaints 2011 holds: filed
//! within 90 days of knowing (Article 9), accepted or refused within 10 days (Article 27), decided within 30 days of
//! acceptance, 45 if complex, and 15 more from a remote area (Article 28). The day a term starts on is not counted.

mod event;
mod refusal;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::criteria::calendar::not_before;

pub use event::{Event, Step};
pub use refusal::Refusal;

const DAYS_TO_FILE: u64 = 90;
const DAYS_TO_ACCEPT: u64 = 10;
const DAYS_TO_DECIDE: u64 = 30;
const DAYS_TO_DECIDE_COMPLEX: u64 = 45;
const MORE_DAYS_IF_REMOTE: u64 = 15;

/// What a complaint is against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Against {
    /// The result of a dossier, or the decision on it.
    Dossier(Uuid),
    /// A certificate, or its revocation.
    Certificate(Uuid),
}

/// Where a complaint stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ComplaintState {
    /// Filed, and not looked at yet.
    Filed,
    /// Accepted for handling.
    Accepted,
    /// Not accepted.
    Refused,
    /// Decided.
    Decided,
}

impl ComplaintState {
    /// Where it stands, for people: "the complaint is …".
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Filed => "filed and not accepted",
            Self::Accepted => "accepted and not decided",
            Self::Refused => "refused",
            Self::Decided => "decided",
        }
    }
}

/// What came of a complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ComplaintOutcome {
    /// What was complained of stands.
    Upheld,
    /// It is amended.
    Amended,
    /// The product is evaluated again.
    ReEvaluated,
}

/// Who complains.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Complainant {
    /// Full name.
    pub full_name: String,
    /// Address.
    pub address: String,
    /// Telephone number.
    pub phone: String,
}

/// The product concerned, and where it belongs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concerned {
    /// Id of the product.
    pub product_id: Uuid,
    /// Its name.
    pub product_name: String,
    /// Id of the producer.
    pub producer_id: Uuid,
    /// Code of the province.
    pub province_code: String,
    /// Code of the place.
    pub place_code: String,
}

/// What a complaint says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// What it is against.
    pub against: Against,
    /// Who complains.
    pub complainant: Complainant,
    /// What is complained of and why.
    pub grounds: String,
    /// The day the complainant came to know of it.
    pub known_on: NaiveDate,
    /// Whether it comes from a remote area.
    pub remote: bool,
}

/// Its acceptance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acceptance {
    /// The day.
    pub on: NaiveDate,
    /// Who handles it.
    pub handler: String,
    /// Whether it is complex.
    pub complex: bool,
}

/// The refusal to handle it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejection {
    /// The day.
    pub on: NaiveDate,
    /// Why.
    pub reason: String,
}

/// The decision on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// The day.
    pub on: NaiveDate,
    /// What comes of it.
    pub outcome: ComplaintOutcome,
    /// Number of the decision.
    pub decision_number: String,
    /// The answer to the complainant.
    pub answer: String,
}

/// A complaint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Its id.
    pub id: Uuid,
    /// What happened since it was loaded.
    pub events: Vec<Event>,
    /// The product concerned.
    pub concerned: Concerned,
    /// What it says.
    pub statement: Statement,
    /// The day it was filed.
    pub filed_on: NaiveDate,
    /// Where it stands.
    pub state: ComplaintState,
    /// Its acceptance.
    pub acceptance: Option<Acceptance>,
    /// The refusal to handle it.
    pub rejection: Option<Rejection>,
    /// The decision on it.
    pub settlement: Option<Settlement>,
}

impl Complaint {
    /// Files a complaint.
    ///
    /// # Errors
    /// Before the complainant knew, or more than 90 days after.
    pub fn file(
        id: Uuid,
        concerned: Concerned,
        statement: Statement,
        on: NaiveDate,
    ) -> Result<Self, Refusal> {
        not_before(on, Some(statement.known_on))?;
        let until = statement.known_on + Days::new(DAYS_TO_FILE);
        if on > until {
            return Err(Refusal::TooLate { until });
        }
        let mut complaint = Self {
            id,
            events: Vec::new(),
            concerned,
            statement,
            filed_on: on,
            state: ComplaintState::Filed,
            acceptance: None,
            rejection: None,
            settlement: None,
        };
        complaint.emit(Step::Filed, on);
        Ok(complaint)
    }

    /// The last day for accepting or refusing it.
    pub fn accept_by(&self) -> NaiveDate {
        self.filed_on + Days::new(DAYS_TO_ACCEPT)
    }

    /// The last day for the decision; `None` before it is accepted.
    pub fn decide_by(&self) -> Option<NaiveDate> {
        let acceptance = self.acceptance.as_ref()?;
        let usual = if acceptance.complex {
            DAYS_TO_DECIDE_COMPLEX
        } else {
            DAYS_TO_DECIDE
        };
        let more = if self.statement.remote {
            MORE_DAYS_IF_REMOTE
        } else {
            0
        };
        Some(acceptance.on + Days::new(usual + more))
    }

    /// The next day by which something must happen.
    pub fn due_on(&self) -> Option<NaiveDate> {
        match self.state {
            ComplaintState::Filed => Some(self.accept_by()),
            ComplaintState::Accepted => self.decide_by(),
            ComplaintState::Refused | ComplaintState::Decided => None,
        }
    }

    /// Accepts it for handling. An office that is late accepts all the same: its delay takes no right away.
    ///
    /// # Errors
    /// Looked at already, or a day before it was filed.
    pub fn accept(&mut self, acceptance: Acceptance) -> Result<(), Refusal> {
        self.stands(ComplaintState::Filed)?;
        let on = acceptance.on;
        not_before(on, Some(self.filed_on))?;
        self.acceptance = Some(acceptance);
        self.state = ComplaintState::Accepted;
        self.emit(Step::Accepted, on);
        Ok(())
    }

    /// Refuses to handle it.
    ///
    /// # Errors
    /// Looked at already, or a day before it was filed.
    pub fn refuse(&mut self, rejection: Rejection) -> Result<(), Refusal> {
        self.stands(ComplaintState::Filed)?;
        let on = rejection.on;
        not_before(on, Some(self.filed_on))?;
        self.rejection = Some(rejection);
        self.state = ComplaintState::Refused;
        self.emit(Step::Refused, on);
        Ok(())
    }

    /// Decides it.
    ///
    /// # Errors
    /// Not accepted, decided already, or a day before it was accepted.
    pub fn decide(&mut self, settlement: Settlement) -> Result<(), Refusal> {
        self.stands(ComplaintState::Accepted)?;
        let accepted = self.acceptance.as_ref().map(|acceptance| acceptance.on);
        let on = settlement.on;
        not_before(on, accepted)?;
        self.settlement = Some(settlement);
        self.state = ComplaintState::Decided;
        self.emit(Step::Decided, on);
        Ok(())
    }

    fn stands(&self, where_it_must: ComplaintState) -> Result<(), Refusal> {
        let state = self.state;
        if state == where_it_must {
            Ok(())
        } else {
            Err(Refusal::WrongState { state })
        }
    }

    fn emit(&mut self, step: Step, on: NaiveDate) {
        let mut complaint = self.clone();
        complaint.events.clear();
        self.events.push(Event {
            step,
            complaint,
            on,
        });
    }
}

#[cfg(test)]
mod tests;
