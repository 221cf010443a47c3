//! Top lists: the best certified products of a province in a year, such as the Top 20 of Đồng Tháp. Communes nominate, the public votes, a
//! council gives points; the result is published, and the products are honoured.
//!
//! What counts is the recognition on the days of voting, then that on the day of publishing and of honouring: what lapses is left out, and
//! the next takes its place.

mod event;
mod nomination;
mod ranking;
mod refusal;
mod terms;
mod vote;

use std::collections::{BTreeMap, BTreeSet, HashMap};

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
    /// A new list of a province that was said for a day.
    pub fn plan(id: Uuid, (province_code, said_on): (String, NaiveDate), terms: Terms) -> Self {
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
        list
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

    /// The products of the result, as many as the list has, in their order.
    pub fn winners(&self) -> impl Iterator<Item = &Ranked> {
        let placed = self.outcome().into_iter().flat_map(Outcome::placed);
        placed.take(self.terms.size)
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
    /// It is not open, or somebody has acted on what would change.
    pub fn update(&mut self, terms: Terms) -> Result<(), Refusal> {
        self.state().require_open()?;
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
            return Err(Refusal::NotNominated(again.product_id));
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

    /// Takes the points of a member of the council, in the place of those that they gave before.
    ///
    /// # Errors
    /// It is not open, nominations are not settled, the member is none, or the points are not for exactly what is nominated.
    pub fn score(
        &mut self,
        member: &str,
        points: BTreeMap<Uuid, u32>,
        today: NaiveDate,
    ) -> Result<(), Refusal> {
        self.state().require_open()?;
        if !self.terms.council.contains(member) {
            return Err(Refusal::NotAMember);
        }
        if today < self.terms.voting.from {
            return Err(Refusal::NotScoring(self.terms.voting.from));
        }
        let nominated: BTreeSet<Uuid> = self.standing().map(|found| found.product_id).collect();
        let missing = nominated
            .iter()
            .filter(|id| !points.contains_key(id))
            .count();
        let unknown = points.keys().filter(|id| !nominated.contains(id)).count();
        if missing + unknown > 0 {
            return Err(Refusal::SheetIncomplete { missing, unknown });
        }
        let sheet = Sheet {
            member: member.to_owned(),
            points,
        };
        match self.sheets.iter_mut().find(|found| found.member == member) {
            Some(before) if *before == sheet => return Ok(()),
            Some(before) => *before = sheet,
            None => self.sheets.push(sheet),
        }
        self.emit(Change::Scored, Vec::new());
        Ok(())
    }

    /// Whether it may be counted today.
    ///
    /// # Errors
    /// It is not open, votes are still cast, or too few of the council have scored.
    pub fn require_countable(&self, today: NaiveDate) -> Result<(), Refusal> {
        self.state().require_open()?;
        if today <= self.terms.voting.to {
            return Err(Refusal::StillVoting(self.terms.voting.to));
        }
        let (given, members) = (self.sheets.len(), self.terms.council.len());
        if self.terms.council_weight() > 0 && given * 2 <= members {
            return Err(Refusal::CouncilMissing { given, members });
        }
        Ok(())
    }

    /// Publishes the result.
    ///
    /// # Errors
    /// It may not be [counted](Self::require_countable).
    pub fn publish(
        &mut self,
        ballots: &Ballots,
        listings: &HashMap<Uuid, &Listing>,
        today: NaiveDate,
    ) -> Result<(), Refusal> {
        self.require_countable(today)?;
        let (ranking, denominator) = rank(&self.terms, &self.nominations, ballots, &self.sheets);
        let withdrawn = self.nominations.iter().filter(|found| !found.stands());
        let withdrawn = withdrawn.map(|found| Omission {
            product_id: found.product_id,
            ground: Ground::Withdrawn,
            found_on: today,
        });
        let omissions = withdrawn.chain(self.lapsed(listings, today)).collect();
        self.stage = Stage::Published(Outcome {
            published_on: today,
            voters: ballots.voters,
            record: ballots.record.clone(),
            sheets: self.sheets.len(),
            denominator,
            ranking,
            omissions,
            honour: None,
        });
        self.emit(Change::Published, Vec::new());
        Ok(())
    }

    /// Records that the products were honoured. What lapsed since publishing is left out.
    ///
    /// # Errors
    /// There is no result, or they were honoured already.
    pub fn honour(
        &mut self,
        document: String,
        listings: &HashMap<Uuid, &Listing>,
        today: NaiveDate,
    ) -> Result<(), Refusal> {
        let lapsed = self.lapsed(listings, today);
        let outcome = match &mut self.stage {
            Stage::Published(outcome) if outcome.honour.is_some() => return Err(Refusal::Honoured),
            Stage::Published(outcome) => outcome,
            Stage::Open => return Err(Refusal::NotPublished),
            Stage::CalledOff(_) => return Err(Refusal::CalledOff),
        };
        let known: BTreeSet<Uuid> = outcome.omissions.iter().map(|one| one.product_id).collect();
        let new = lapsed
            .into_iter()
            .filter(|one| !known.contains(&one.product_id));
        outcome.omissions.extend(new);
        outcome.honour = Some(Honour {
            on: today,
            document,
        });
        self.emit(Change::Honoured, Vec::new());
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

    /// The standing nominations whose product is not recognised today.
    fn lapsed(&self, listings: &HashMap<Uuid, &Listing>, today: NaiveDate) -> Vec<Omission> {
        let now = Window {
            from: today,
            to: today,
        };
        let lapsed = self.standing().filter(|found| {
            let listing = listings.get(&found.product_id).copied();
            let days = (now, self.terms.year);
            nomination::unrecognised(listing, found.renewal.is_some(), days).is_some()
        });
        lapsed
            .map(|found| Omission {
                product_id: found.product_id,
                ground: Ground::NotRecognised,
                found_on: today,
            })
            .collect()
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
