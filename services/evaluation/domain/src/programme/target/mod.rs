//! Targets of a province's programme (chỉ tiêu): what is to be reached in a period, such as 200 new products of three
//! stars or a tenth of the producers in circular chains. Programmes name their own; what can be measured is closed.

mod event;
mod indicator;
mod refusal;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::programme::sales::Growth;

pub use event::{Event, Step};
pub use indicator::{Indicator, Period, PlaceLevel, ProducerTrait};
pub use refusal::Refusal;

/// What is to be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// So many.
    Count(u32),
    /// Such a share, in hundredths of a percent.
    Share(u32),
}

/// The whole, in hundredths of a percent.
pub const WHOLE: u32 = 10_000;

/// What a target says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// The days in which it is to be reached.
    pub period: Period,
    /// Its name in Vietnamese.
    pub name_vi: String,
    /// Its name in English; may be empty.
    pub name_en: String,
    pub indicator: Indicator,
    /// What is to be reached.
    pub goal: Goal,
    /// Where things stood at the beginning, in the unit of the goal.
    pub baseline: Option<u32>,
}

/// Something that makes no sense in a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TargetProblem {
    #[error("the period ends before it begins")]
    PeriodBackwards,
    #[error("the days of the cohort end before they begin")]
    CohortBackwards,
    #[error("this indicator is a share of nothing; give the goal as a number")]
    NotAShare,
    #[error("this indicator is a share; give the goal as a share")]
    NotANumber,
    #[error("a share is at most 10000 hundredths of a percent")]
    AboveTheWhole,
    #[error("a goal is more than 0")]
    NothingToReach,
}

impl Terms {
    fn check(&self) -> Result<(), Refusal> {
        let backwards = |period: Period| period.to < period.from;
        let mut problems = Vec::new();
        let mut note = |wrong: bool, problem| {
            if wrong {
                problems.push(problem);
            }
        };
        note(backwards(self.period), TargetProblem::PeriodBackwards);
        note(
            self.indicator.cohort().is_some_and(backwards),
            TargetProblem::CohortBackwards,
        );
        if let Goal::Share(share) = self.goal {
            note(!self.indicator.has_base(), TargetProblem::NotAShare);
            let most = share.max(self.baseline.unwrap_or_default());
            note(most > WHOLE, TargetProblem::AboveTheWhole);
        }
        note(
            matches!(self.goal, Goal::Count(_)) && self.indicator.is_share_only(),
            TargetProblem::NotANumber,
        );
        let (Goal::Count(goal) | Goal::Share(goal)) = self.goal;
        note(goal == 0, TargetProblem::NothingToReach);
        if problems.is_empty() {
            Ok(())
        } else {
            Err(Refusal::Terms(problems))
        }
    }

    /// The day on which it is measured when asked on a day: not after its end.
    pub fn measured_on(&self, as_of: NaiveDate) -> NaiveDate {
        as_of.min(self.period.to)
    }

    /// How far it is on the day it was measured.
    pub fn distance(&self, measure: Measure, on: NaiveDate) -> Distance {
        let achieved = match self.goal {
            Goal::Count(_) => Some(measure.value),
            Goal::Share(_) => measure.share(),
        };
        let (Goal::Count(goal) | Goal::Share(goal)) = self.goal;
        let (reached, missing) = match (self.goal, measure.growth) {
            (_, Some(growth)) => (growth.reaches(goal), 0),
            (Goal::Count(goal), None) => {
                (measure.value >= goal, goal.saturating_sub(measure.value))
            }
            (Goal::Share(goal), None) => {
                let needed = u64::from(goal) * u64::from(measure.base);
                let needed = u32::try_from(needed.div_ceil(WHOLE.into())).unwrap_or(u32::MAX);
                let reached = measure.base > 0 && measure.value >= needed;
                (reached, needed.saturating_sub(measure.value))
            }
        };
        Distance {
            achieved,
            of_goal: achieved.map(|value| part(value, goal)),
            missing,
            reached,
            projected: achieved.and_then(|value| self.projected(value, on)),
        }
    }

    /// Where the pace so far leads by the end: on a straight line from the baseline, or from nothing for what grows from
    /// nothing. Nothing is foretold before the first day, after the last, or without a point to start from.
    fn projected(&self, achieved: u32, on: NaiveDate) -> Option<u32> {
        if !self.period.holds(on) || on == self.period.to {
            return None;
        }
        let start = if self.indicator.accumulates() {
            0
        } else {
            i64::from(self.baseline?)
        };
        let (gone, whole) = (
            self.period.days_until(on),
            self.period.days_until(self.period.to),
        );
        let end = start + (i64::from(achieved) - start) * whole / gone;
        let most = match self.goal {
            Goal::Count(_) => i64::from(u32::MAX),
            Goal::Share(_) => i64::from(WHOLE),
        };
        u32::try_from(end.clamp(0, most)).ok()
    }
}

/// `value` as a part of `whole`, in hundredths of a percent, rounded down.
fn part(value: u32, whole: u32) -> u32 {
    let part = u64::from(value) * u64::from(WHOLE) / u64::from(whole.max(1));
    u32::try_from(part).unwrap_or(u32::MAX)
}

/// What was found for an indicator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measure {
    pub value: u32,
    /// Of how many; 0 for an indicator that is a share of nothing.
    pub base: u32,
    /// How sales grew, if that is what is measured; then products that were compared are counted.
    pub growth: Option<Growth>,
}

impl Measure {
    /// The share or the growth in hundredths of a percent, rounded down; `None` of nothing. A fall is no growth.
    pub fn share(&self) -> Option<u32> {
        match self.growth {
            Some(growth) => {
                let grown = growth.hundredths()?.max(0);
                Some(u32::try_from(grown).unwrap_or(u32::MAX))
            }
            None => (self.base > 0).then(|| part(self.value, self.base)),
        }
    }
}

/// How far a target is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Distance {
    /// What is reached, in the unit of the goal; `None` for a share of nothing.
    pub achieved: Option<u32>,
    /// The same as a part of the goal, in hundredths of a percent.
    pub of_goal: Option<u32>,
    /// How many products, producers or places are still missing.
    pub missing: u32,
    /// Whether the goal is reached.
    pub reached: bool,
    /// Where the pace so far leads by the end, in the unit of the goal.
    pub projected: Option<u32>,
}

/// A target of a province.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    pub id: Uuid,
    #[serde(skip)]
    pub events: Vec<Event>,
    pub province_code: String,
    /// The day for which the code was said: the first of the period, or that of the setting if it was earlier.
    #[serde(default)]
    pub said_on: NaiveDate,
    pub terms: Terms,
}

impl Target {
    /// Sets a target.
    ///
    /// # Errors
    /// [`Refusal::Terms`] with everything that makes no sense.
    pub fn set(
        id: Uuid,
        (province_code, said_on): (String, NaiveDate),
        terms: Terms,
    ) -> Result<Self, Refusal> {
        terms.check()?;
        let mut target = Self {
            id,
            events: Vec::new(),
            province_code,
            said_on,
            terms,
        };
        target.emit(Step::Set);
        Ok(target)
    }

    /// Changes what it says. The same again changes nothing.
    ///
    /// # Errors
    /// [`Refusal::Terms`] with everything that makes no sense.
    pub fn update(&mut self, terms: Terms) -> Result<(), Refusal> {
        terms.check()?;
        if terms != self.terms {
            self.terms = terms;
            self.emit(Step::Updated);
        }
        Ok(())
    }

    fn emit(&mut self, step: Step) {
        self.events.push(Event {
            step,
            id: self.id,
            province_code: self.province_code.clone(),
            said_on: self.said_on,
            terms: self.terms.clone(),
        });
    }
}

#[cfg(test)]
pub(crate) mod tests;
