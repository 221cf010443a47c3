//! Points of introduction and sale of OCOP products (*điểm giới thiệu và bán sản phẩm OCOP*), and design centres.
//!
//! What a point must be is data with days ([`rules`]); whether it is, follows from what is recorded of it and from the
//! listings of the products that it shows, with everything that is missing at once.

mod centre;
mod closing;
mod event;
mod hours;
mod location;
mod refusal;
pub mod rules;
mod shown;

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use centre::{Centre, CentreTerms, MAX_SCORINGS, Missing, Scoring, Zone};
pub use event::{CentreChange, CentreEvent, CentreFact, Change, Event, Fact};
pub use hours::{Hours, HoursProblem, Opening};
pub use location::{Location, NowhereOnEarth};
pub use refusal::Refusal;
pub use shown::{Present, Shown};

use self::rules::PointRules;
use crate::listing::{Listing, ListingState};

/// Where something is, by the codes of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// Code of the province.
    pub province_code: String,
    /// Code of the commune.
    pub place_code: String,
    /// The day for which both were said.
    pub said_on: NaiveDate,
    /// Street and number.
    pub address: String,
}

/// What is recorded of a point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// What it is called.
    pub name: String,
    /// Whose it is.
    pub owner: String,
    /// Telephone number; may be empty.
    pub phone: String,
    /// Where it is.
    pub site: Site,
    /// Where it is on the globe.
    pub location: Option<Location>,
    /// Code of its group of places in the rules.
    pub group: String,
    /// When it is open.
    pub hours: Hours,
    /// Codes of the conditions of the rules that were found to be met.
    pub met: BTreeSet<String>,
}

/// What a point lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shortfall {
    /// It was given up.
    Closed,
    /// The rules have no such group of places.
    PlaceGroup,
    /// It shows nothing.
    NoProducts,
    /// It shows this product as OCOP, which is not certified today.
    NotCertified(Uuid),
    /// It shows a product of this name, whose group the rules do not have.
    ProductGroup(String),
    /// A condition of this code was not found to be met.
    Condition(String),
    /// It is never open.
    NoHours,
}

/// A point of introduction and sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SalesPoint {
    /// Id given by promotion.
    pub id: Uuid,
    /// What is recorded of it.
    pub terms: Terms,
    /// What it shows, and when.
    pub present: Vec<Present>,
    /// The days for which it was said what it shows; of what was said before they were kept `present` tells.
    #[serde(default)]
    pub said: BTreeSet<NaiveDate>,
    /// The day on which it was registered; of points from before this was kept nothing is known.
    #[serde(default)]
    pub registered_on: Option<NaiveDate>,
    /// The day on which it was given up.
    pub closed_on: Option<NaiveDate>,
    /// What happened since it was loaded.
    #[serde(skip)]
    pub events: Vec<Event>,
}

impl SalesPoint {
    /// A new point.
    pub fn register(id: Uuid, terms: Terms, today: NaiveDate) -> Self {
        let mut point = Self {
            id,
            terms,
            present: Vec::new(),
            said: BTreeSet::new(),
            registered_on: Some(today),
            closed_on: None,
            events: Vec::new(),
        };
        point.emit(Change::Registered);
        point
    }

    /// Changes what is recorded of it.
    ///
    /// # Errors
    /// It was given up.
    pub fn update(&mut self, terms: Terms) -> Result<(), Refusal> {
        self.require_there()?;
        if self.terms != terms {
            self.terms = terms;
            self.emit(Change::Updated);
        }
        Ok(())
    }

    /// Everything that it lacks of the rules today.
    pub fn shortfalls(
        &self,
        rules: &PointRules,
        listings: &HashMap<Uuid, &Listing>,
        today: NaiveDate,
    ) -> Vec<Shortfall> {
        let mut found = Vec::new();
        if self.closed_on.is_some_and(|closed| closed <= today) {
            found.push(Shortfall::Closed);
        }
        if !rules.has_place(&self.terms.group) {
            found.push(Shortfall::PlaceGroup);
        }
        if self.terms.hours.openings.is_empty() {
            found.push(Shortfall::NoHours);
        }
        let missing = rules.condition.iter().map(|condition| &condition.code);
        let missing = missing.filter(|code| !self.terms.met.contains(*code));
        found.extend(missing.cloned().map(Shortfall::Condition));
        let mut nothing = true;
        for shown in self.shown_on(today) {
            nothing = false;
            match shown {
                Shown::Ocop(id) => {
                    let listing = listings.get(id);
                    let open = listing.and_then(|listing| listing.state());
                    if open != Some(&ListingState::Open) {
                        found.push(Shortfall::NotCertified(*id));
                    }
                }
                Shown::Other { name, group } => {
                    if !rules.has_product(group) {
                        found.push(Shortfall::ProductGroup(name.clone()));
                    }
                }
            }
        }
        if nothing {
            found.push(Shortfall::NoProducts);
        }
        found
    }

    fn require_there(&self) -> Result<(), Refusal> {
        match self.closed_on {
            Some(on) => Err(Refusal::Closed(on)),
            None => Ok(()),
        }
    }

    fn emit(&mut self, change: Change) {
        let point = Box::new(Self {
            events: Vec::new(),
            ..self.clone()
        });
        self.events.push(Event {
            change,
            fact: Fact { point },
        });
    }
}

#[cfg(test)]
mod tests;
