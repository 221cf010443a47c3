//! Campaigns: fairs, markets before Tết and weeks at which producers show certified products, who takes part with what, and
//! what came of it.
//!
//! That a producer was there is evidence for criterion 4.3 (promotion of the product), so attendance is an event of its own.

mod event;
mod merging;
mod refusal;

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::Display;
use uuid::Uuid;

pub use event::{Change, Event, Fact};
pub use refusal::Refusal;

use crate::listing::{Listing, ListingState};

/// Participants that a campaign may have.
pub const MAX_PARTICIPANTS: usize = 500;

/// Products that all of them may show together: an event tells those of all who were there.
pub const MAX_SHOWN: usize = 10_000;

/// What it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Kind {
    /// A fair or an exhibition.
    Fair,
    /// A market before Tết.
    TetMarket,
    /// A week of OCOP products, in shops or on a floor.
    Week,
    /// A conference where supply meets demand.
    Conference,
}

/// How far it reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Reach {
    /// In the province of the producers.
    Province,
    /// In another province, or of the whole country.
    National,
    /// Abroad, or with visitors from abroad.
    International,
}

/// What is planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// What it is called.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// How far it reaches.
    pub reach: Reach,
    /// Where it is held.
    pub venue: String,
    /// Who holds it.
    pub organiser: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

/// What a producer sold and signed there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Sales, in VND.
    pub sales_vnd: u64,
    /// How many contracts were signed.
    pub contracts: u32,
    /// What they are worth, in VND.
    pub contracts_vnd: u64,
    /// What proves it, such as the number of the minutes.
    pub document: String,
    /// The day on which it was recorded.
    pub recorded_on: NaiveDate,
}

/// A producer who takes part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// Id of the producer.
    pub producer_id: Uuid,
    /// Its name.
    pub producer_name: String,
    /// Ids of the products that it shows.
    pub products: Vec<Uuid>,
    /// What came of it, once it was there.
    pub outcome: Option<Outcome>,
    /// The day on which it was admitted with these products; of those admitted before this was kept nothing is known.
    #[serde(default)]
    pub admitted_on: Option<NaiveDate>,
}

/// A campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    /// Id given by promotion.
    pub id: Uuid,
    /// Code of the province whose office runs it.
    pub province_code: String,
    /// The day for which the code was said.
    pub said_on: NaiveDate,
    /// What is planned.
    pub terms: Terms,
    /// Who takes part.
    pub participants: Vec<Participant>,
    /// Why it is not held, if it was called off.
    pub called_off: Option<String>,
    /// What happened since it was loaded.
    #[serde(skip)]
    pub events: Vec<Event>,
}

impl Campaign {
    /// A new campaign of a province that was said for a day.
    pub fn plan(id: Uuid, (province_code, said_on): (String, NaiveDate), terms: Terms) -> Self {
        let mut campaign = Self {
            id,
            province_code,
            said_on,
            terms,
            participants: Vec::new(),
            called_off: None,
            events: Vec::new(),
        };
        campaign.emit(Change::Planned, None);
        campaign
    }

    /// Changes what is planned.
    ///
    /// # Errors
    /// It was called off, somebody was there already and what their attendance proves would change, or it would be over
    /// before a participant was admitted.
    pub fn update(&mut self, terms: Terms, today: NaiveDate) -> Result<(), Refusal> {
        self.require_held()?;
        let proves = |terms: &Terms| (terms.kind, terms.reach, terms.from, terms.to);
        let moved = proves(&terms) != proves(&self.terms);
        let attended = self
            .participants
            .iter()
            .any(|found| found.outcome.is_some());
        if moved && attended {
            return Err(Refusal::Attended);
        }
        // One of which it is not known was admitted by today, and before the campaign was over.
        let latest = today.min(self.terms.to);
        let participants = self.participants.iter();
        let admitted = participants.map(|found| found.admitted_on.unwrap_or(latest));
        if let Some(last) = admitted.max().filter(|last| terms.to < *last) {
            return Err(Refusal::AdmittedLater(last));
        }
        if self.terms != terms {
            self.terms = terms;
            self.emit(Change::Updated, None);
        }
        Ok(())
    }

    /// Lets a producer take part with products of its own that are certified today; again with other products while it was
    /// not there.
    ///
    /// # Errors
    /// It was called off or is over, has as many participants as it may, the producer was there already, or a product is
    /// not its own or not certified.
    pub fn admit(
        &mut self,
        producer_id: Uuid,
        products: &[Uuid],
        listings: &HashMap<Uuid, &Listing>,
        today: NaiveDate,
    ) -> Result<(), Refusal> {
        self.require_held()?;
        if today > self.terms.to {
            return Err(Refusal::Over(self.terms.to));
        }
        let mut producer_name = String::new();
        for id in products {
            let open = |listing: &&&Listing| listing.state() == Some(&ListingState::Open);
            let listing = listings.get(id).filter(open);
            let listing = listing.ok_or(Refusal::NotCertified(*id))?;
            if listing.product.producer_id != producer_id {
                return Err(Refusal::OfAnother(*id));
            }
            producer_name.clone_from(&listing.product.producer_name);
        }
        let admitted = Participant {
            producer_id,
            producer_name,
            products: products.to_vec(),
            outcome: None,
            admitted_on: Some(today),
        };
        let others = self.participants.iter();
        let others = others.filter(|found| found.producer_id != producer_id);
        let shown: usize = others.map(|found| found.products.len()).sum();
        if shown + products.len() > MAX_SHOWN {
            return Err(Refusal::TooMuchShown);
        }
        let full = self.participants.len() >= MAX_PARTICIPANTS;
        let mut known = self.participants.iter_mut();
        match known.find(|found| found.producer_id == producer_id) {
            Some(known) if known.outcome.is_some() => return Err(Refusal::Attended),
            Some(known) if known.products == admitted.products => return Ok(()),
            Some(known) => *known = admitted,
            None if full => return Err(Refusal::Full),
            None => self.participants.push(admitted),
        }
        self.emit(Change::Joined, Some(producer_id));
        Ok(())
    }

    /// Lets a producer go that was not there.
    ///
    /// # Errors
    /// It was called off, or the producer does not take part, or was there.
    pub fn dismiss(&mut self, producer_id: Uuid) -> Result<(), Refusal> {
        self.require_held()?;
        if self.participant(producer_id)?.outcome.is_some() {
            return Err(Refusal::Attended);
        }
        self.emit(Change::Left, Some(producer_id));
        self.participants
            .retain(|found| found.producer_id != producer_id);
        Ok(())
    }

    /// Records that a producer was there, and what came of it; again when figures are put right, which is no new
    /// attendance.
    ///
    /// # Errors
    /// It was called off or has not begun, or the producer does not take part.
    pub fn attended(&mut self, producer_id: Uuid, outcome: Outcome) -> Result<(), Refusal> {
        self.require_held()?;
        if outcome.recorded_on < self.terms.from {
            return Err(Refusal::NotBegun(self.terms.from));
        }
        let mut participants = self.participants.iter_mut();
        let found = participants.find(|found| found.producer_id == producer_id);
        let found = found.ok_or(Refusal::NotAParticipant(producer_id))?;
        let change = match &found.outcome {
            Some(before) if *before == outcome => return Ok(()),
            Some(_) => Change::OutcomeCorrected,
            None => Change::Attended,
        };
        found.outcome = Some(outcome);
        self.emit(change, Some(producer_id));
        Ok(())
    }

    /// Takes back that a producer was there, because it was recorded wrongly. It goes on taking part.
    ///
    /// # Errors
    /// The producer does not take part, or was not there.
    pub fn withdraw_attendance(&mut self, producer_id: Uuid) -> Result<(), Refusal> {
        let mut participants = self.participants.iter_mut();
        let found = participants.find(|found| found.producer_id == producer_id);
        let found = found.ok_or(Refusal::NotAParticipant(producer_id))?;
        if found.outcome.take().is_none() {
            return Err(Refusal::NotAttended(producer_id));
        }
        self.emit(Change::AttendanceWithdrawn, Some(producer_id));
        Ok(())
    }

    /// Calls it off.
    ///
    /// # Errors
    /// It was called off already, or somebody was there.
    pub fn call_off(&mut self, reason: String) -> Result<(), Refusal> {
        self.require_held()?;
        if self
            .participants
            .iter()
            .any(|found| found.outcome.is_some())
        {
            return Err(Refusal::Attended);
        }
        self.called_off = Some(reason);
        self.emit(Change::CalledOff, None);
        Ok(())
    }

    /// The products that are shown and are not certified on a day.
    pub fn uncertified(&self, listings: &HashMap<Uuid, &Listing>) -> Vec<Uuid> {
        let products = self.participants.iter().flat_map(|found| &found.products);
        let open = |id: &&Uuid| {
            let listing = listings.get(*id);
            listing.and_then(|listing| listing.state()) == Some(&ListingState::Open)
        };
        products.filter(|id| !open(id)).copied().collect()
    }

    fn participant(&self, producer_id: Uuid) -> Result<&Participant, Refusal> {
        let mut participants = self.participants.iter();
        let found = participants.find(|found| found.producer_id == producer_id);
        found.ok_or(Refusal::NotAParticipant(producer_id))
    }

    fn require_held(&self) -> Result<(), Refusal> {
        match self.called_off {
            Some(_) => Err(Refusal::CalledOff),
            None => Ok(()),
        }
    }

    fn emit(&mut self, change: Change, producer: Option<Uuid>) {
        let of = |id| self.participant(id).ok().cloned();
        let attended = self.participants.iter();
        let attended = attended.filter(|found| found.outcome.is_some());
        let fact = Fact {
            id: self.id,
            province_code: self.province_code.clone(),
            said_on: self.said_on,
            terms: self.terms.clone(),
            participants: self.participants.len(),
            participant: producer.and_then(of),
            attended: attended.cloned().collect(),
        };
        self.events.push(Event { change, fact });
    }
}

#[cfg(test)]
mod tests;
