//! The points of the council, and the result that they and the votes lead to.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use uuid::Uuid;

use super::nomination::unrecognised;
use super::{
    Ballots, Change, Ground, Honour, Omission, Outcome, Ranked, Refusal, Sheet, Stage, TopList,
    Window, rank,
};
use crate::listing::Listing;

impl TopList {
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
    /// It may not be [counted](Self::require_countable), or no nomination stands.
    pub fn publish(
        &mut self,
        ballots: &Ballots,
        listings: &HashMap<Uuid, &Listing>,
        today: NaiveDate,
    ) -> Result<(), Refusal> {
        self.require_countable(today)?;
        if self.standing().next().is_none() {
            return Err(Refusal::NothingNominated);
        }
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
    /// There is no result, they were honoured already, or nothing of the result is recognised today.
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
        let omissions: Vec<Omission> = outcome.omissions.iter().cloned().chain(new).collect();
        let is_left = |ranked: &Ranked| {
            let mut omitted = omissions.iter().map(|one| one.product_id);
            omitted.all(|id| id != ranked.product_id)
        };
        if !outcome.ranking.iter().any(is_left) {
            return Err(Refusal::NothingToHonour);
        }
        outcome.omissions = omissions;
        outcome.honour = Some(Honour {
            on: today,
            document,
        });
        self.emit(Change::Honoured, Vec::new());
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
            unrecognised(listing, found.renewal.is_some(), days).is_some()
        });
        lapsed
            .map(|found| Omission {
                product_id: found.product_id,
                ground: Ground::NotRecognised,
                found_on: today,
            })
            .collect()
    }
}
