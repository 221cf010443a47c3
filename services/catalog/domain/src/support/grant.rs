//! Grants: money or things that a producer was given in a programme.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::Display;
use uuid::Uuid;

use super::{Event, Programme, Refusal, Spot};

/// What was granted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Granted {
    /// Money.
    Money {
        /// How much, in whole đồng.
        vnd: u64,
    },
    /// Goods or services.
    InKind {
        /// What.
        what: String,
        /// What it is worth in whole đồng, if that is known.
        worth_vnd: Option<u64>,
    },
}

/// What is recorded of a grant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantTerms {
    /// What was granted.
    pub granted: Granted,
    /// The day on which it was given.
    pub on: NaiveDate,
    /// What for.
    pub purpose: String,
    /// The paper that supports it, by number and name.
    pub paper: String,
    /// Its SHA-256 as 64 small hexadecimal digits; empty if no file is kept.
    pub paper_sha256: String,
}

impl GrantTerms {
    /// What it takes of a budget, in whole đồng.
    pub fn vnd(&self) -> u64 {
        match &self.granted {
            Granted::Money { vnd } => *vnd,
            Granted::InKind { worth_vnd, .. } => worth_vnd.unwrap_or_default(),
        }
    }
}

/// What a grant rests on.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// The programme out of which it comes.
    pub programme: &'a Programme,
    /// What was granted out of it besides, in whole đồng.
    pub others_vnd: u64,
    /// The day on which it is recorded.
    pub today: NaiveDate,
}

impl Ground<'_> {
    fn allows(&self, terms: &GrantTerms) -> Result<(), Refusal> {
        let programme = &self.programme.terms;
        programme.hold(terms.on)?;
        if terms.on > self.today {
            return Err(Refusal::InFuture(terms.on));
        }
        programme.afford(self.others_vnd.saturating_add(terms.vnd()))
    }
}

/// How a grant came to stand as it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display)]
#[strum(serialize_all = "snake_case")]
pub enum GrantStep {
    /// It was recorded.
    Recorded,
    /// It was corrected, or its producer was merged into another.
    Corrected,
    /// It was cancelled.
    Cancelled,
}

/// A grant to a producer.
#[derive(Clone, Debug, PartialEq)]
pub struct Grant {
    /// Its id.
    pub id: Uuid,
    /// What happened since it was loaded.
    pub events: Vec<Event>,
    /// The programme out of which it comes.
    pub programme: Uuid,
    /// The place that the programme is for.
    pub spot: Spot,
    /// The producer.
    pub producer: Uuid,
    /// What is recorded of it.
    pub terms: GrantTerms,
    /// Why it was cancelled; `None` if it was not.
    pub cancelled: Option<String>,
}

impl Grant {
    /// Records a grant.
    ///
    /// # Errors
    /// [`Refusal::ProgrammeClosed`], [`Refusal::OutsideTheProgramme`], [`Refusal::InFuture`], [`Refusal::OverBudget`].
    pub fn record(
        id: Uuid,
        producer: Uuid,
        terms: GrantTerms,
        ground: &Ground<'_>,
    ) -> Result<Self, Refusal> {
        ground.programme.is_open()?;
        ground.allows(&terms)?;
        let mut grant = Self {
            id,
            events: Vec::new(),
            programme: ground.programme.id,
            spot: ground.programme.spot.clone(),
            producer,
            terms,
            cancelled: None,
        };
        grant.emit(GrantStep::Recorded);
        Ok(grant)
    }

    /// Corrects it, also after the programme was closed.
    ///
    /// # Errors
    /// [`Refusal::GrantCancelled`], [`Refusal::OutsideTheProgramme`], [`Refusal::InFuture`], [`Refusal::OverBudget`].
    pub fn correct(&mut self, terms: GrantTerms, ground: &Ground<'_>) -> Result<(), Refusal> {
        self.stands()?;
        ground.allows(&terms)?;
        if terms != self.terms {
            self.terms = terms;
            self.emit(GrantStep::Corrected);
        }
        Ok(())
    }

    /// Cancels it: it was not given after all, and leaves its share of the budget to others.
    ///
    /// # Errors
    /// [`Refusal::GrantCancelled`] if it is cancelled already.
    pub fn cancel(&mut self, reason: String) -> Result<(), Refusal> {
        self.stands()?;
        self.cancelled = Some(reason);
        self.emit(GrantStep::Cancelled);
        Ok(())
    }

    /// Goes over to the producer into which its own was merged.
    pub fn follow_merge(&mut self, into: Uuid) {
        self.producer = into;
        self.emit(GrantStep::Corrected);
    }

    fn stands(&self) -> Result<(), Refusal> {
        if self.cancelled.is_some() {
            return Err(Refusal::GrantCancelled);
        }
        Ok(())
    }

    fn emit(&mut self, step: GrantStep) {
        let stands = Self {
            events: Vec::new(),
            ..self.clone()
        };
        self.events.push(Event::Grant(step, Box::new(stands)));
    }
}
