//! The rules by which a province rewards recognised products, and the budgets they are paid from.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ocop_places::{Places, Said};
use serde::{Deserialize, Serialize};
use strum::Display;
use uuid::Uuid;

use super::{Approval, Owed, Recognition, RecognitionKind, Refusal};
use crate::listing::Star;

/// Whose budget pays.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Payer {
    /// That of the province.
    Province,
    /// That of the level below it.
    Lower,
}

/// The first and the last day of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

impl Period {
    /// Whether the day lies in it.
    pub fn holds(&self, day: NaiveDate) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

/// The document that the rules stand in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// Its number, such as `67/2023/NQ-HĐND`.
    pub number: String,
    /// Its date.
    pub date: NaiveDate,
    /// Whose it is, such as `HĐND tỉnh Bắc Giang`.
    pub authority: String,
}

/// What is paid for one kind of recognition with one star.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// The kind.
    pub kind: RecognitionKind,
    /// The star.
    pub star: Star,
    /// How much, in VND.
    pub vnd: u64,
    /// Whose budget pays.
    pub payer: Payer,
}

/// What makes no sense in the terms of a scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermsProblem {
    /// It ends before it begins.
    PeriodBackwards,
    /// It pays for nothing.
    NoAmounts,
    /// The amount at this place has the kind and star of one before it.
    Repeated(usize),
    /// The amount at this place pays nothing.
    Nothing(usize),
    /// The amount at this place is for an upgrade to three stars: nothing below three stars is certified.
    UpgradeToThree(usize),
}

/// What a scheme pays for, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// What it is called.
    pub name: String,
    /// The document.
    pub basis: Basis,
    /// The days on which a recognition must be decided.
    pub period: Period,
    /// The amounts.
    pub amounts: Vec<Amount>,
}

impl Terms {
    /// Everything in it that makes no sense.
    pub fn problems(&self) -> Vec<TermsProblem> {
        let mut problems = Vec::new();
        if self.period.to < self.period.from {
            problems.push(TermsProblem::PeriodBackwards);
        }
        if self.amounts.is_empty() {
            problems.push(TermsProblem::NoAmounts);
        }
        let mut seen = BTreeSet::new();
        for (index, amount) in self.amounts.iter().enumerate() {
            if !seen.insert((amount.kind, amount.star)) {
                problems.push(TermsProblem::Repeated(index));
            }
            if amount.vnd == 0 {
                problems.push(TermsProblem::Nothing(index));
            }
            if (amount.kind, amount.star) == (RecognitionKind::Upgraded, Star::Three) {
                problems.push(TermsProblem::UpgradeToThree(index));
            }
        }
        problems
    }
}

/// What may be approved in a year from one budget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// The year.
    pub year: i32,
    /// Whose it is.
    pub payer: Payer,
    /// How much, in VND.
    pub vnd: u64,
    /// How much of it was approved, in VND.
    pub committed: u64,
    /// Number of the document that gave it.
    pub document: String,
}

/// What happened to a scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display)]
#[strum(serialize_all = "snake_case")]
pub enum SchemeChange {
    /// It was added.
    Added,
    /// Its terms were put right.
    Updated,
    /// A budget was set or raised.
    BudgetSet,
    /// More or less of a budget is approved.
    BudgetUsed,
}

/// An event of a scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemeEvent {
    /// What happened.
    pub change: SchemeChange,
    /// The scheme afterwards.
    pub fact: SchemeFact,
}

/// A scheme as its events describe it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemeFact {
    /// The scheme, without events.
    pub scheme: Box<Scheme>,
}

/// The rules of one document of a province.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scheme {
    /// Id given by promotion.
    pub id: Uuid,
    /// Code of the province.
    pub province_code: String,
    /// The day for which the code was said.
    pub said_on: NaiveDate,
    /// What it pays for.
    pub terms: Terms,
    /// What it is paid from, one for each year and payer.
    pub budgets: Vec<Budget>,
    /// What happened since it was loaded.
    #[serde(skip)]
    pub events: Vec<SchemeEvent>,
}

impl Scheme {
    /// A new scheme of a province that was said for a day.
    pub fn add(id: Uuid, (province_code, said_on): (String, NaiveDate), terms: Terms) -> Self {
        let mut scheme = Self {
            id,
            province_code,
            said_on,
            terms,
            budgets: Vec::new(),
            events: Vec::new(),
        };
        scheme.emit(SchemeChange::Added);
        scheme
    }

    /// Puts its terms right.
    pub fn update(&mut self, terms: Terms) {
        if self.terms != terms {
            self.terms = terms;
            self.emit(SchemeChange::Updated);
        }
    }

    /// Whether it and another would pay for the same recognition.
    pub fn overlaps(&self, places: &Places, other: &Self) -> bool {
        let (mine, its) = (self.terms.period, other.terms.period);
        let said = |scheme: &Self| (scheme.province_code.clone(), scheme.said_on);
        let ((code, on), (other_code, other_on)) = (said(self), said(other));
        let (here, there) = (
            Said { code: &code, on },
            Said {
                code: &other_code,
                on: other_on,
            },
        );
        let same_place = code == other_code && on == other_on
            || places.lies_in_said(here, there)
            || places.lies_in_said(there, here);
        mine.from <= its.to && its.from <= mine.to && same_place
    }

    /// Whether a recognition was decided in its period for a product of its province.
    pub fn covers(&self, places: &Places, recognition: &Recognition) -> bool {
        self.terms.period.holds(recognition.decision.date)
            && recognition
                .place
                .is_in(places, &self.province_code, self.said_on)
    }

    /// What it owes for a recognition.
    pub fn owed(&self, places: &Places, recognition: &Recognition) -> Option<Owed> {
        let kind = recognition.kind?;
        let amounts = self.terms.amounts.iter();
        let amount = amounts
            .filter(|_| self.covers(places, recognition))
            .find(|amount| (amount.kind, amount.star) == (kind, recognition.star))?;
        Some(Owed {
            scheme_id: self.id,
            payer: amount.payer,
            vnd: amount.vnd,
        })
    }

    /// Sets the budget of a year.
    ///
    /// # Errors
    /// More than that was approved from it.
    pub fn set_budget(
        &mut self,
        (year, payer): (i32, Payer),
        vnd: u64,
        document: String,
    ) -> Result<(), Refusal> {
        match self.budget(year, payer) {
            Some(budget) if vnd < budget.committed => {
                let committed = budget.committed;
                return Err(Refusal::BudgetBelowCommitted { committed });
            }
            Some(budget) => {
                budget.vnd = vnd;
                budget.document = document;
            }
            None => self.budgets.push(Budget {
                year,
                payer,
                vnd,
                committed: 0,
                document,
            }),
        }
        self.emit(SchemeChange::BudgetSet);
        Ok(())
    }

    /// Takes what is approved from the budget of the year of the decision. A year without a budget has nothing to give.
    ///
    /// # Errors
    /// It is more than is left.
    pub fn commit(&mut self, (year, payer): (i32, Payer), vnd: u64) -> Result<(), Refusal> {
        let budget = self.budget(year, payer);
        let left = budget
            .as_ref()
            .map_or(0, |budget| budget.vnd - budget.committed);
        match budget {
            Some(budget) if vnd <= left => budget.committed += vnd,
            _ => {
                let asked = vnd;
                return Err(Refusal::BudgetExceeded { year, left, asked });
            }
        }
        self.emit(SchemeChange::BudgetUsed);
        Ok(())
    }

    /// Gives back what an approval that does not hold any more had taken.
    pub fn release(&mut self, year: i32, approval: &Approval) {
        if let Some(budget) = self.budget(year, approval.owed.payer) {
            budget.committed = budget.committed.saturating_sub(approval.owed.vnd);
            self.emit(SchemeChange::BudgetUsed);
        }
    }

    fn budget(&mut self, year: i32, payer: Payer) -> Option<&mut Budget> {
        let mut budgets = self.budgets.iter_mut();
        budgets.find(|budget| (budget.year, budget.payer) == (year, payer))
    }

    fn emit(&mut self, change: SchemeChange) {
        let scheme = Box::new(Self {
            events: Vec::new(),
            ..self.clone()
        });
        self.events.push(SchemeEvent {
            change,
            fact: SchemeFact { scheme },
        });
    }
}
