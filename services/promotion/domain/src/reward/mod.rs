//! Rewards for recognised products: what a province's rules owe a producer for a recognition, and what was paid.
//!
//! A [`Reward`] belongs to one recognition, which is one certificate that evaluation gave. What is owed follows from the
//! newest fact of the recognition and the [`Scheme`] of the province, whatever order facts come in and however often. What
//! was approved and paid is kept beside it, so that nothing is paid twice and what was paid without being owed is seen.

mod event;
mod recognition;
mod refusal;
mod scheme;

use chrono::NaiveDate;
use ocop_places::Places;
use ocop_spelling::number_key;
use serde::{Deserialize, Serialize};
use strum::Display;
use uuid::Uuid;

pub use event::{Change, Event, Fact};
pub use recognition::{Ending, Recognition, RecognitionKind};
pub use refusal::Refusal;
pub use scheme::{
    Amount, Basis, Budget, Payer, Period, Scheme, SchemeChange, SchemeEvent, SchemeFact, Terms,
    TermsProblem,
};

/// Most repayments that are kept of a reward.
pub const MAX_REPAYMENTS: usize = 100;

/// What a scheme owes for a recognition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owed {
    /// The scheme.
    pub scheme_id: Uuid,
    /// Whose budget pays.
    pub payer: Payer,
    /// How much, in VND.
    pub vnd: u64,
}

/// A decision to pay what was owed and not paid yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// Number of the decision, such as `1987/QĐ-UBND`.
    pub number: String,
    /// Its day; the budget of its year is used.
    pub on: NaiveDate,
    /// What is to be paid.
    pub owed: Owed,
}

/// Money that went to the producer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// The decision that it fulfils.
    pub approval: Approval,
    /// Number of the treasury's document.
    pub document: String,
    /// The day of payment.
    pub on: NaiveDate,
}

/// Money that came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repayment {
    /// How much, in VND.
    pub vnd: u64,
    /// Number of the treasury's document.
    pub document: String,
    /// The day it came.
    pub on: NaiveDate,
}

/// Where a reward stands. It follows from what is owed, approved, paid and paid back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display)]
#[strum(serialize_all = "snake_case")]
pub enum State {
    /// No rule pays for it, or the recognition was taken back before anything was paid.
    NotOwed,
    /// It is owed, and nobody decided yet to pay it.
    Due,
    /// It is to be paid.
    Approved,
    /// What is owed was paid.
    Paid,
    /// More was paid than is owed.
    ToReclaim,
}

/// The reward of a recognition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reward {
    /// The recognition, as it was last told.
    pub recognition: Recognition,
    /// The version of the event of the product's certificates that told it.
    pub told_by: u64,
    /// What is owed for it.
    pub owed: Option<Owed>,
    /// The decision to pay what is open.
    pub approval: Option<Approval>,
    /// What was paid.
    pub payments: Vec<Payment>,
    /// What was paid back.
    pub repayments: Vec<Repayment>,
    /// What happened since it was loaded.
    #[serde(skip)]
    pub events: Vec<Event>,
}

impl Reward {
    /// The reward of a recognition of which nothing was told yet.
    pub fn of(recognition: Recognition) -> Self {
        Self {
            recognition,
            told_by: 0,
            owed: None,
            approval: None,
            payments: Vec::new(),
            repayments: Vec::new(),
            events: Vec::new(),
        }
    }

    /// What was paid and did not come back, in VND.
    pub fn balance(&self) -> u64 {
        let paid: u64 = self
            .payments
            .iter()
            .map(|paid| paid.approval.owed.vnd)
            .sum();
        let back: u64 = self.repayments.iter().map(|back| back.vnd).sum();
        paid.saturating_sub(back)
    }

    fn owed_vnd(&self) -> u64 {
        self.owed.map_or(0, |owed| owed.vnd)
    }

    /// What is owed and was not paid, in VND.
    pub fn open(&self) -> u64 {
        self.owed_vnd().saturating_sub(self.balance())
    }

    /// What was paid and is not owed, in VND.
    pub fn to_reclaim(&self) -> u64 {
        self.balance().saturating_sub(self.owed_vnd())
    }

    /// Where it stands.
    pub fn state(&self) -> State {
        if self.to_reclaim() > 0 {
            State::ToReclaim
        } else if self.open() > 0 {
            match self.approval {
                Some(_) => State::Approved,
                None => State::Due,
            }
        } else if self.owed.is_some() {
            State::Paid
        } else {
            State::NotOwed
        }
    }

    /// Takes what an event tells of the recognition. `false` if that version or a later one was known. What is owed is
    /// [settled](Self::settle) afterwards.
    pub fn apply(&mut self, recognition: Recognition, version: u64) -> bool {
        if version <= self.told_by {
            return false;
        }
        self.told_by = version;
        self.recognition = recognition;
        true
    }

    /// Brings what is owed to what the scheme says of the recognition. Gives an approval that does not hold any more, whose
    /// money the budget gets back.
    pub fn settle(&mut self, places: &Places, scheme: Option<&Scheme>) -> Option<Approval> {
        let (before, was_to_reclaim) = (self.owed, self.to_reclaim());
        self.owed = match &self.recognition.ending {
            Some(ending) if ending.void => None,
            // What ended later was earned before: what was paid stays, and nothing more is.
            Some(_) => before.filter(|_| self.balance() > 0).map(|owed| Owed {
                vnd: owed.vnd.min(self.balance()),
                ..owed
            }),
            None => scheme.and_then(|scheme| scheme.owed(places, &self.recognition)),
        };
        if self.owed == before {
            return None;
        }
        let open = self.open();
        let stale = self.approval.take_if(|approval| {
            let stands = self.owed.is_some_and(|owed| {
                (owed.scheme_id, owed.payer) == (approval.owed.scheme_id, approval.owed.payer)
            });
            approval.owed.vnd != open || !stands
        });
        let change = if self.to_reclaim() > was_to_reclaim {
            Change::ReclaimDue
        } else if before.is_none() {
            Change::Granted
        } else if self.owed.is_none() {
            Change::Cancelled
        } else {
            Change::Changed
        };
        self.emit(change);
        stale
    }

    /// Decides that what is open is paid.
    ///
    /// # Errors
    /// Nothing is due, or the decision is older than the recognition.
    pub fn approve(&mut self, number: &str, on: NaiveDate) -> Result<&Approval, Refusal> {
        let id = self.recognition.certificate_id;
        let owed = match (self.state(), self.owed) {
            (State::Due, Some(owed)) => Owed {
                vnd: self.open(),
                ..owed
            },
            _ => return Err(Refusal::NotDue(id)),
        };
        if on < self.recognition.decision.date {
            return Err(Refusal::BeforeRecognition(id));
        }
        let approval = Approval {
            number: number.to_owned(),
            on,
            owed,
        };
        self.approval = Some(approval);
        self.emit(Change::Approved);
        self.approval.as_ref().ok_or(Refusal::NotDue(id))
    }

    /// Records that what was approved was paid.
    ///
    /// # Errors
    /// Nothing was approved, or it was approved later.
    pub fn pay(&mut self, document: &str, on: NaiveDate) -> Result<(), Refusal> {
        let id = self.recognition.certificate_id;
        let approval = self.approval.as_ref().ok_or(Refusal::NotApproved(id))?;
        if on < approval.on {
            return Err(Refusal::PaidBeforeApproval(id));
        }
        if let Some(approval) = self.approval.take() {
            self.payments.push(Payment {
                approval,
                document: document.to_owned(),
                on,
            });
        }
        self.emit(Change::Paid);
        Ok(())
    }

    /// Records that money came back.
    ///
    /// # Errors
    /// Less is to be reclaimed, nothing had been paid by that day, the document is recorded already, or money came back as often as is
    /// kept.
    pub fn repay(&mut self, repayment: Repayment) -> Result<(), Refusal> {
        let paid = self.payments.iter().map(|paid| paid.on).min();
        if paid.is_some_and(|paid| repayment.on < paid) {
            return Err(Refusal::RepaidBeforePayment(
                self.recognition.certificate_id,
            ));
        }
        let key = number_key(&repayment.document);
        let known = |before: &Repayment| number_key(&before.document) == key;
        if self.repayments.iter().any(known) {
            return Err(Refusal::RepaidAlready(self.recognition.certificate_id));
        }
        let left = self.to_reclaim();
        if repayment.vnd > left {
            return Err(Refusal::MoreThanToReclaim { left });
        }
        if self.repayments.len() >= MAX_REPAYMENTS {
            let id = self.recognition.certificate_id;
            return Err(Refusal::TooManyRepayments(id));
        }
        self.repayments.push(repayment);
        self.emit(Change::Reclaimed);
        Ok(())
    }

    fn emit(&mut self, change: Change) {
        let reward = Box::new(Self {
            events: Vec::new(),
            ..self.clone()
        });
        self.events.push(Event {
            change,
            fact: Fact { reward },
        });
    }
}

#[cfg(test)]
mod tests;
