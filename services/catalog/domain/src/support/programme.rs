//! Programmes: what producers are supported with, in which days and from which budget.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString};
use uuid::Uuid;

use super::{Event, Refusal, Spot};

/// What a programme supports with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumString, Serialize, Deserialize)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ProgrammeKind {
    /// Training (đào tạo, tập huấn).
    Training,
    /// Loans, interest that is paid for them.
    Capital,
    /// Packaging, labels and trace stamps.
    Packaging,
    /// Machinery and technology.
    Machinery,
    /// Trade promotion (xúc tiến thương mại).
    Promotion,
    /// Standards, tests and certificates of quality.
    Quality,
    /// Another, which the title says.
    Other,
}

/// What is recorded of a programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgrammeTerms {
    /// What it is called.
    pub title: String,
    /// What it supports with.
    pub kind: ProgrammeKind,
    /// Who runs it.
    pub organiser: String,
    /// Its budget in whole đồng; `None` if it has none of its own.
    pub budget_vnd: Option<u64>,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

impl ProgrammeTerms {
    /// That what is done on a day is done in the programme.
    pub(super) fn hold(&self, on: NaiveDate) -> Result<(), Refusal> {
        if (self.from..=self.to).contains(&on) {
            return Ok(());
        }
        Err(Refusal::OutsideTheProgramme {
            on,
            from: self.from,
            to: self.to,
        })
    }

    /// That there is as much to grant.
    pub(super) fn afford(&self, granted: u64) -> Result<(), Refusal> {
        match self.budget_vnd {
            Some(budget) if granted > budget => Err(Refusal::OverBudget { granted, budget }),
            _ => Ok(()),
        }
    }
}

/// What was done in a programme so far; what was cancelled is left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// The first day on which something was done or is planned.
    pub first: Option<NaiveDate>,
    /// The last such day.
    pub last: Option<NaiveDate>,
    /// What was granted in whole đồng.
    pub granted_vnd: u64,
}

/// That a programme was closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// When.
    pub on: NaiveDate,
    /// Why.
    pub reason: String,
}

/// How a programme came to stand as it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display)]
#[strum(serialize_all = "snake_case")]
pub enum ProgrammeStep {
    /// It was planned.
    Planned,
    /// It changed.
    Updated,
    /// It was closed.
    Closed,
}

/// A programme of support.
#[derive(Clone, Debug, PartialEq)]
pub struct Programme {
    /// Its id.
    pub id: Uuid,
    /// What happened since it was loaded.
    pub events: Vec<Event>,
    /// The place that it is for.
    pub spot: Spot,
    /// What is recorded of it.
    pub terms: ProgrammeTerms,
    /// That it was closed; `None` while it is open.
    pub closing: Option<Closing>,
}

impl Programme {
    /// Plans a programme.
    pub fn plan(id: Uuid, spot: Spot, terms: ProgrammeTerms) -> Self {
        let mut programme = Self {
            id,
            events: Vec::new(),
            spot,
            terms,
            closing: None,
        };
        programme.emit(ProgrammeStep::Planned);
        programme
    }

    /// Changes what is recorded of it. What was done in it stays in its days and within its budget.
    ///
    /// # Errors
    /// [`Refusal::ProgrammeClosed`], [`Refusal::OutsideTheProgramme`], [`Refusal::OverBudget`].
    pub fn update(&mut self, terms: ProgrammeTerms, done: &Done) -> Result<(), Refusal> {
        self.is_open()?;
        for day in [done.first, done.last].into_iter().flatten() {
            terms.hold(day)?;
        }
        terms.afford(done.granted_vnd)?;
        if terms != self.terms {
            self.terms = terms;
            self.emit(ProgrammeStep::Updated);
        }
        Ok(())
    }

    /// Closes it: nothing more is planned or granted in it.
    ///
    /// # Errors
    /// [`Refusal::ProgrammeClosed`] if it is closed already.
    pub fn close(&mut self, reason: String, today: NaiveDate) -> Result<(), Refusal> {
        self.is_open()?;
        self.closing = Some(Closing { on: today, reason });
        self.emit(ProgrammeStep::Closed);
        Ok(())
    }

    pub(super) fn is_open(&self) -> Result<(), Refusal> {
        match &self.closing {
            Some(closing) => Err(Refusal::ProgrammeClosed(closing.on)),
            None => Ok(()),
        }
    }

    fn emit(&mut self, step: ProgrammeStep) {
        let stands = Self {
            events: Vec::new(),
            ..self.clone()
        };
        self.events.push(Event::Programme(step, Box::new(stands)));
    }
}
