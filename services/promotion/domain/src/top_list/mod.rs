//! Top lists: the best certified products of a province in a year, such as the Top 20 of Đồng Tháp. Communes nominate, the public votes, a
//! council gives points; the result is published, and the products are honoured.
//!
//! What counts is the recognition on the days of voting, then that on the day of publishing and of honouring: what lapses is left out, and
//! the next takes its place.

mod event;
mod nomination;
mod ranking;
mod refusal;
mod result;
mod terms;
mod vote;

use std::collections::HashMap;

use chrono::NaiveDate;
use ocop_places::Places;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString};
use uuid::Uuid;

pub use event::{Change, Event, Fact};
pub use nomination::{Commune, Defect, Nomination, Problem, Proposal};
pub use ranking::{Ballots, Ground, Honour, Omission, Outcome, Ranked, Sheet, rank};
pub use refusal::Refusal;
pub use terms::{Share, Terms, Window};
pub use vote::{Poll, Vote, VoterHash};

use crate::listing::Listing;

/// Nominations that a list may have.
pub const MAX_NOMINATIONS: usize = 1_000;

/// Where a list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum State {
    /// It has no result yet.
    Open,
    /// The result is published.
    Published,
    /// The products were honoured.
    Honoured,
    /// It is not held.
    CalledOff,
}

impl State {
    fn require_open(self) -> Result<(), Refusal> {
        match self {
            Self::Open => Ok(()),
            Self::Published | Self::Honoured => Err(Refusal::Published),
            Self::CalledOff => Err(Refusal::CalledOff),
        }
    }
}

/// How far a list came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// It has no result yet.
    Open,
    /// It has a result.
    Published(Outcome),
    /// It is not held, for a reason.
    CalledOff(String),
}

/// A top list. The votes are kept beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopList {
    /// Id given by promotion.
    pub id: Uuid,
    /// Code of the province.
    pub province_code: String,
    /// The day for which the code was said.
    pub said_on: NaiveDate,
    /// What is planned.
    pub terms: Terms,
    /// What was nominated, each product once.
    pub nominations: Vec<Nomination>,
    /// The points of the council, one sheet for each member who gave some.
    pub sheets: Vec<Sheet>,
    /// How far it came.
    pub stage: Stage,
    /// What happened since it was loaded.
    #[serde(skip)]
    pub events: Vec<Event>,
}

impl TopList {
    /// A new list of a province that was said for a day, today.
    ///
    /// # Errors
    /// The last day of nominating is over.
    pub fn plan(
        id: Uuid,
        (province_code, said_on): (String, NaiveDate),
        terms: Terms,
    ) -> Result<Self, Refusal> {
        terms.require_to_come(said_on)?;
        let mut list = Self {
            id,
            province_code,
            said_on,
            terms,
            nominations: Vec::new(),
            sheets: Vec::new(),
            stage: Stage::Open,
            events: Vec::new(),
        };
        list.emit(Change::Planned, Vec::new());
        Ok(list)
    }

    /// Where it stands.
    pub fn state(&self) -> State {
        match &self.stage {
            Stage::Open => State::Open,
            Stage::Published(outcome) if outcome.honour.is_some() => State::Honoured,
            Stage::Published(_) => State::Published,
            Stage::CalledOff(_) => State::CalledOff,
        }
    }

    /// The result, once there is one.
    pub fn outcome(&self) -> Option<&Outcome> {
        match &self.stage {
            Stage::Published(outcome) => Some(outcome),
            Stage::Open | Stage::CalledOff(_) => None,
        }
    }

    /// The nomination of a product.
    pub fn nomination(&self, product_id: Uuid) -> Option<&Nomination> {
        let mut nominations = self.nominations.iter();
        nominations.find(|nomination| nomination.product_id == product_id)
    }

    /// The nominations that were not withdrawn.
    pub fn standing(&self) -> impl Iterator<Item = &Nomination> {
        let nominations = self.nominations.iter();
        nominations.filter(|nomination| nomination.stands())
    }

    /// Changes what is planned. What communes, voters and the council go by stays once they do.
    ///
    /// # Errors
    /// It is not open, somebody has acted on what would change, or other days of nominating are over.
    pub fn update(&mut self, terms: Terms, today: NaiveDate) -> Result<(), Refusal> {
        self.state().require_open()?;
        if terms.nominating != self.terms.nominating {
            terms.require_to_come(today)?;
        }
        let council = self.sheets.is_empty().then(|| terms.council.clone());
        let kept = Terms {
            name: terms.name.clone(),
            council: council.unwrap_or_else(|| self.terms.council.clone()),
            ..self.terms.clone()
        };
        if !self.nominations.is_empty() && kept != terms {
            return Err(Refusal::Begun);
        }
        if self.terms != terms {
            self.terms = terms;
            self.emit(Change::Updated, Vec::new());
        }
        Ok(())
    }

    /// Nominates the products of a commune, in the place of what it nominated before. A nomination that was withdrawn stays so.
    ///
    /// # Errors
    /// It is not the time, or something may not be nominated: then everything that is wrong.
    pub fn nominate(
        &mut self,
        commune: &Commune,
        proposals: &[Proposal],
        listings: &HashMap<Uuid, &Listing>,
        (places, today): (&Places, NaiveDate),
    ) -> Result<(), Refusal> {
        self.state().require_open()?;
        if !self.terms.nominating.has(today) {
            return Err(Refusal::NotNominating(self.terms.nominating));
        }
        let made = nomination::nominations((&self.terms, places), commune, proposals, listings);
        let made = made.map_err(Refusal::Ineligible)?;
        let of_commune = |found: &&Nomination| found.commune.code == commune.code;
        let before: Vec<Nomination> = self
            .nominations
            .iter()
            .filter(of_commune)
            .cloned()
            .collect();
        let withdrawn: Vec<Nomination> = before
            .iter()
            .filter(|found| !found.stands())
            .cloned()
            .collect();
        let is_withdrawn = |id| withdrawn.iter().any(|found| found.product_id == id);
        if let Some(again) = made.iter().find(|made| is_withdrawn(made.product_id)) {
            return Err(Refusal::NominationWithdrawn(again.product_id));
        }
        let now: Vec<Nomination> = withdrawn.into_iter().chain(made).collect();
        if now == before {
            return Ok(());
        }
        if self.nominations.len() - before.len() + now.len() > MAX_NOMINATIONS {
            return Err(Refusal::Full);
        }
        self.nominations.retain(|found| !of_commune(&found));
        self.nominations.extend(now.iter().cloned());
        self.emit(Change::Nominated, now);
        Ok(())
    }

    /// Withdraws a nomination, for a reason.
    ///
    /// # Errors
    /// It is not open, or the product is not nominated.
    pub fn withdraw(&mut self, product_id: Uuid, reason: String) -> Result<(), Refusal> {
        self.state().require_open()?;
        let mut nominations = self.nominations.iter_mut();
        let found = nominations.find(|found| found.product_id == product_id && found.stands());
        let found = found.ok_or(Refusal::NotNominated(product_id))?;
        found.withdrawn = Some(reason);
        let withdrawn = vec![found.clone()];
        self.emit(Change::NominationWithdrawn, withdrawn);
        Ok(())
    }

    /// Calls it off.
    ///
    /// # Errors
    /// It has a result, or was called off already.
    pub fn call_off(&mut self, reason: String) -> Result<(), Refusal> {
        self.state().require_open()?;
        self.stage = Stage::CalledOff(reason);
        self.emit(Change::CalledOff, Vec::new());
        Ok(())
    }

    fn emit(&mut self, change: Change, nominations: Vec<Nomination>) {
        let list = Box::new(Self {
            events: Vec::new(),
            ..self.clone()
        });
        let fact = Fact { list, nominations };
        self.events.push(Event { change, fact });
    }
}

#[cfg(test)]
mod tests;
