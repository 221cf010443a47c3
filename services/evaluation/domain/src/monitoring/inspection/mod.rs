//! Inspections (kiểm tra, giám sát; Article 9): after recognition, planned and by surprise, on two subjects: whether the
//! criteria are kept, and how the mark is used. A finding may ask for a remedy by a day; what weighs more leads to a
//! proposal to revoke, from whose conclusion the 15 days of Article 8 run.

mod event;
mod refusal;
mod stage;
mod steps;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::certificate::Ground;
use crate::criteria::calendar::not_before;

pub use event::{Event, Step};
pub use refusal::Refusal;
pub use stage::{Held, InspectionState, Stage};

/// Days from an authority's conclusion within which a revocation is decided; Article 8.
pub const DAYS_TO_REVOKE: u64 = 15;

/// Most proposals to revoke that come of one inspection.
pub const MAX_PROPOSALS: usize = 10;

/// Whether the inspected know of it beforehand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InspectionKind {
    /// Định kỳ.
    Planned,
    /// Đột xuất.
    Surprise,
}

/// What an inspection looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// Whether the criteria are still kept.
    Criteria,
    /// How the OCOP mark is used, and advertising.
    Mark,
}

/// What was found out about a remedy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Whether it is there.
    pub met: bool,
    /// The day that was found out.
    pub on: NaiveDate,
    pub note: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remedy {
    pub what: String,
    /// The last day for it.
    pub due_on: NaiveDate,
    /// What was found out about it.
    pub check: Option<Check>,
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub topic: Topic,
    pub text: String,
    /// The product concerned, if it is not the one inspected: the mark on a product that is not certified is a finding
    /// about that product.
    pub product_id: Option<Uuid>,
    pub remedy: Option<Remedy>,
}

/// A proposal to revoke a certificate; Article 8.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    pub certificate_id: Uuid,
    pub ground: Ground,
    pub conclusion: String,
    /// The day of the conclusion.
    pub concluded_on: NaiveDate,
    pub authority: String,
}

impl Proposal {
    /// The last day for the decision: the day of the conclusion is not counted (Civil Code 2015, Article 147.2).
    pub fn decide_by(&self) -> NaiveDate {
        self.concluded_on + Days::new(DAYS_TO_REVOKE)
    }
}

/// What the authority that decides on a certificate said of a proposal to revoke it: no.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declined {
    pub proposal: Proposal,
    pub on: NaiveDate,
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    pub province_code: String,
    pub place_code: String,
    /// The day for which both were said.
    #[serde(default)]
    pub place_said_on: NaiveDate,
    pub producer_id: Uuid,
    pub producer_name: String,
    /// Id of the product; `None` if the producer as a whole is inspected.
    pub product_id: Option<Uuid>,
    pub product_name: String,
    /// Id of the certificate, if one is named.
    pub certificate_id: Option<Uuid>,
    /// The day of the decision that first recognised it, if it was: inspections come after recognition (Article 9).
    #[serde(default)]
    pub recognised_on: Option<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Planned or by surprise.
    pub kind: InspectionKind,
    pub inspector: String,
    pub planned_for: NaiveDate,
    /// What it looks at.
    pub topics: Vec<Topic>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspection {
    pub id: Uuid,
    #[serde(skip)]
    pub events: Vec<Event>,
    pub subject: Subject,
    /// Planned or by surprise.
    pub kind: InspectionKind,
    pub inspector: String,
    pub planned_for: NaiveDate,
    /// What it looks at.
    pub topics: Vec<Topic>,
    pub stage: Stage,
}

impl Inspection {
    /// Plans an inspection.
    ///
    /// # Errors
    /// For a day before its subject was recognised.
    pub fn plan(id: Uuid, subject: Subject, plan: Plan, today: NaiveDate) -> Result<Self, Refusal> {
        not_before(plan.planned_for, subject.recognised_on)?;
        let mut inspection = Self {
            id,
            events: Vec::new(),
            subject,
            kind: plan.kind,
            inspector: plan.inspector,
            planned_for: plan.planned_for,
            topics: plan.topics,
            stage: Stage::Planned,
        };
        inspection.emit(Step::Planned, today);
        Ok(inspection)
    }

    /// The next day by which something must happen: the inspection itself, the first remedy, or the decision.
    pub fn due_on(&self) -> Option<NaiveDate> {
        match &self.stage {
            Stage::Planned => Some(self.planned_for),
            Stage::Held(held) if held.state() == InspectionState::RemedyDue => {
                held.awaited().map(|remedy| remedy.due_on).min()
            }
            Stage::Held(_) | Stage::Revoked { .. } | Stage::Cancelled { .. } => None,
            Stage::Proposed { proposal, .. } => Some(proposal.decide_by()),
        }
    }

    fn emit(&mut self, step: Step, on: NaiveDate) {
        let mut inspection = self.clone();
        inspection.events.clear();
        self.events.push(Event {
            step,
            inspection,
            on,
        });
    }
}

#[cfg(test)]
mod tests;
