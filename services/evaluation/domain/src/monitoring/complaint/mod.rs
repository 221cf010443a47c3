//! Complaints (khiếu nại). Decision 26/2026/QĐ-TTg says nothing of them, so that the Law on Complaints 2011 holds: filed
//! within 90 days of knowing (Article 9), accepted or refused within 10 days (Article 27), decided within 30 days of
//! acceptance, 45 if complex, and 15 more from a remote area (Article 28). The day a term starts on is not counted.

mod event;
mod refusal;
mod stage;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use strum::Display;
use uuid::Uuid;

use crate::criteria::calendar::not_before;

pub use event::{Event, Step};
pub use refusal::Refusal;
pub use stage::Stage;

const DAYS_TO_FILE: u64 = 90;
const DAYS_TO_ACCEPT: u64 = 10;
const DAYS_TO_DECIDE: u64 = 30;
const DAYS_TO_DECIDE_COMPLEX: u64 = 45;
const MORE_DAYS_IF_REMOTE: u64 = 15;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Against {
    /// The result of a dossier, or the decision on it.
    Dossier(Uuid),
    /// A certificate, or its revocation.
    Certificate(Uuid),
}

/// Where a complaint stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Display)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ComplaintState {
    /// Filed, and not looked at yet.
    Filed,
    Accepted,
    Refused,
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

/// What came of a complaint, and what it led to: whoever decides it says so by doing it, so that none is promised what
/// nobody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ComplaintOutcome {
    /// What was complained of stands.
    Upheld,
    /// What a certificate says of its decision or its revocation was put right.
    Amended { certificate_id: Uuid },
    /// The dossier is evaluated again.
    ReEvaluated {
        dossier_id: Uuid,
        /// The vote of a council that is under way since, or is to come.
        vote: u32,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Complainant {
    pub full_name: String,
    pub address: String,
    /// Telephone number.
    pub phone: String,
}

/// The product concerned, and where it belongs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concerned {
    pub product_id: Uuid,
    pub product_name: String,
    pub producer_id: Uuid,
    pub province_code: String,
    pub place_code: String,
    /// The day for which both were said.
    #[serde(default)]
    pub place_said_on: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    pub against: Against,
    /// Who complains; `None` once that is erased.
    pub complainant: Option<Complainant>,
    /// What is complained of and why, in the words of who complains.
    pub grounds: String,
    /// The day the complainant came to know of it.
    pub known_on: NaiveDate,
    /// Whether it comes from a remote area.
    pub remote: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acceptance {
    pub on: NaiveDate,
    pub handler: String,
    /// Whether it is complex.
    pub complex: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejection {
    pub on: NaiveDate,
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    pub on: NaiveDate,
    /// What comes of it.
    pub outcome: ComplaintOutcome,
    pub decision_number: String,
    pub answer: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Complaint {
    pub id: Uuid,
    #[serde(skip)]
    pub events: Vec<Event>,
    /// The product concerned.
    pub concerned: Concerned,
    pub statement: Statement,
    pub filed_on: NaiveDate,
    pub stage: Stage,
}

impl Complaint {
    /// Files a complaint against something that is there since a day.
    ///
    /// # Errors
    /// Before the complainant knew, or more than 90 days after; known before it was there.
    pub fn file(
        id: Uuid,
        concerned: Concerned,
        (statement, since): (Statement, Option<NaiveDate>),
        on: NaiveDate,
    ) -> Result<Self, Refusal> {
        not_before(statement.known_on, since)?;
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
            stage: Stage::Filed,
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
        let acceptance = self.stage.acceptance()?;
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
        match self.stage {
            Stage::Filed => Some(self.accept_by()),
            Stage::Accepted(_) => self.decide_by(),
            Stage::Refused(_) | Stage::Decided { .. } => None,
        }
    }

    /// Accepts it for handling. An office that is late accepts all the same: its delay takes no right away.
    ///
    /// # Errors
    /// Looked at already, or a day before it was filed.
    pub fn accept(&mut self, acceptance: Acceptance) -> Result<(), Refusal> {
        self.only_filed()?;
        let on = acceptance.on;
        not_before(on, Some(self.filed_on))?;
        self.stage = Stage::Accepted(acceptance);
        self.emit(Step::Accepted, on);
        Ok(())
    }

    /// Refuses to handle it.
    ///
    /// # Errors
    /// Looked at already, or a day before it was filed.
    pub fn refuse(&mut self, rejection: Rejection) -> Result<(), Refusal> {
        self.only_filed()?;
        let on = rejection.on;
        not_before(on, Some(self.filed_on))?;
        self.stage = Stage::Refused(rejection);
        self.emit(Step::Refused, on);
        Ok(())
    }

    /// Whether it may be decided on a day.
    ///
    /// # Errors
    /// Not accepted, decided already, or a day before it was accepted.
    pub fn waits_for_decision(&self, on: NaiveDate) -> Result<&Acceptance, Refusal> {
        let Stage::Accepted(acceptance) = &self.stage else {
            return Err(self.wrong_state());
        };
        not_before(on, Some(acceptance.on))?;
        Ok(acceptance)
    }

    /// Decides it, once what it leads to is done.
    ///
    /// # Errors
    /// As [`waits_for_decision`](Self::waits_for_decision).
    pub fn decide(&mut self, settlement: Settlement) -> Result<(), Refusal> {
        let on = settlement.on;
        let acceptance = self.waits_for_decision(on)?.clone();
        self.stage = Stage::Decided {
            acceptance,
            settlement,
        };
        self.emit(Step::Decided, on);
        Ok(())
    }

    /// Takes out who complains and what they wrote; Decree 13/2023/NĐ-CP, Article 16. As long as it is handled the law needs
    /// both (Article 16.2).
    ///
    /// # Errors
    /// Neither refused nor decided, or erased already.
    pub fn erase_complainant(&mut self, on: NaiveDate) -> Result<(), Refusal> {
        if matches!(self.stage, Stage::Filed | Stage::Accepted(_)) {
            return Err(self.wrong_state());
        }
        if self.statement.complainant.take().is_none() {
            return Err(Refusal::ComplainantErased);
        }
        self.statement.grounds.clear();
        self.emit(Step::ComplainantErased, on);
        Ok(())
    }

    fn only_filed(&self) -> Result<(), Refusal> {
        match self.stage {
            Stage::Filed => Ok(()),
            _ => Err(self.wrong_state()),
        }
    }

    fn wrong_state(&self) -> Refusal {
        let state = self.stage.state();
        Refusal::WrongState { state }
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
