//! A partner: a buyer such as a supermarket chain, and what it looks for.

mod credentials;
mod details;
mod email;
mod matching;
mod refusal;
mod sourcing;

use chrono::{DateTime, Utc};
use ocop_places::Places;
use strum::Display;
use uuid::Uuid;

pub use credentials::{MAX_CREDENTIALS, NatsCredentials, admit};
pub use details::{Contact, Contract, Details, DetailsPatch, PartnerKind, Similar};
pub use email::{Email, NotAnEmail};
pub use matching::{
    Ending, MAX_STEPS, Match, MatchChange, MatchEvent, MatchFact, MatchStage, MatchState, Offer,
    Published, Side, Step,
};
pub use refusal::Refusal;
pub use sourcing::{
    Asked, Assessment, Criterion, CriterionKind, Demand, Finding, Key, Lookup, Profile, Sourcing,
};

use crate::listing::{Certificate, Product, Term};

/// What happened to a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display)]
#[strum(serialize_all = "snake_case")]
pub enum Change {
    /// It was registered.
    Registered,
    /// It looks for something else, or is called something else.
    Updated,
    /// It has left.
    Removed,
    /// It has come back.
    Returned,
}

/// An event of a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub change: Change,
    /// The partner afterwards.
    pub fact: Fact,
}

/// A partner as its events describe it: without the people to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// What kind of buyer it is.
    pub kind: Option<PartnerKind>,
    /// What it looks for.
    pub sourcing: Sourcing,
    /// When it left.
    pub left_at: Option<DateTime<Utc>>,
}

/// The aggregate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partner {
    /// Its id.
    pub id: Uuid,
    /// Who it is.
    pub details: Details,
    /// What it looks for.
    pub sourcing: Sourcing,
    /// When it left. Then nothing is looked for any more.
    pub left_at: Option<DateTime<Utc>>,
    /// What happened since it was loaded.
    pub events: Vec<Event>,
}

impl Partner {
    /// Registers a partner.
    pub fn register(id: Uuid, details: Details, sourcing: Sourcing) -> Self {
        let mut partner = Self {
            id,
            details,
            sourcing,
            left_at: None,
            events: Vec::new(),
        };
        partner.emit(Change::Registered);
        partner
    }

    /// Changes who it is.
    pub fn update(&mut self, patch: DetailsPatch) {
        let details = patch.apply(self.details.clone());
        if details != self.details {
            self.details = details;
            self.emit(Change::Updated);
        }
    }

    /// Lets it come back: it looks for what it looked for when it left.
    ///
    /// # Errors
    /// [`Refusal::Present`].
    pub fn come_back(&mut self) -> Result<(), Refusal> {
        if self.left_at.take().is_none() {
            return Err(Refusal::Present);
        }
        self.emit(Change::Returned);
        Ok(())
    }

    /// Changes what it looks for.
    pub fn look_for(&mut self, sourcing: Sourcing) {
        if self.sourcing != sourcing {
            self.sourcing = sourcing;
            self.emit(Change::Updated);
        }
    }

    /// Until when it looks for a product with this certificate.
    pub fn wants(&self, places: &Places, product: &Product, certificate: &Certificate) -> Term {
        if self.left_at.is_some() {
            return Term::Never;
        }
        self.sourcing.term(places, product, certificate)
    }

    /// Lets it leave.
    ///
    /// # Errors
    /// [`Refusal::Left`] if it has left already.
    pub fn leave(&mut self, now: DateTime<Utc>) -> Result<(), Refusal> {
        self.require_present()?;
        self.left_at = Some(now);
        self.emit(Change::Removed);
        Ok(())
    }

    /// Checks that it has not left.
    ///
    /// # Errors
    /// [`Refusal::Left`].
    pub fn require_present(&self) -> Result<(), Refusal> {
        match self.left_at {
            None => Ok(()),
            Some(_) => Err(Refusal::Left),
        }
    }

    fn emit(&mut self, change: Change) {
        let fact = Fact {
            id: self.id,
            name: self.details.name.clone(),
            kind: self.details.kind,
            sourcing: self.sourcing.clone(),
            left_at: self.left_at,
        };
        self.events.push(Event { change, fact });
    }
}

#[cfg(test)]
mod tests;
