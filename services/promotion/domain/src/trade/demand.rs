//! What a buyer seeks for a time.

use std::collections::BTreeSet;

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{DemandChange, DemandEvent, DemandFact, Period, Refusal};
use crate::listing::{Amount, Branch, CriteriaSet, Listing, Star};

/// The longest time for which something is sought or delivered.
pub const LONGEST: Months = Months::new(36);

/// What kind of product is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// Of one of these criteria sets.
    pub sets: BTreeSet<CriteriaSet>,
    /// Or of one of these branches.
    pub branches: BTreeSet<Branch>,
    /// Words of its name; may be empty.
    pub words: String,
    /// With at least so many stars.
    pub star: Option<Star>,
}

impl Wanted {
    /// All criteria sets that are asked for; none if words alone say what is.
    pub fn all_sets(&self) -> BTreeSet<CriteriaSet> {
        let of_branches = self.branches.iter().flat_map(|branch| branch.sets());
        self.sets.iter().copied().chain(of_branches).collect()
    }

    /// Whether an open listing is of the kind that is asked for.
    pub fn suits(&self, listing: &Listing) -> bool {
        let sets = self.all_sets();
        let of_kind = sets.is_empty() || sets.contains(&listing.product.criteria_set);
        let star = listing.star();
        of_kind && star.is_some() && self.star.is_none_or(|least| star >= Some(least))
    }
}

/// What one of the unit may cost, in VND.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounds {
    /// At least.
    pub from: Option<u64>,
    /// At most.
    pub to: Option<u64>,
}

/// Where it is to be delivered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Code of the province.
    pub province_code: String,
    /// Code of the commune, if one is named.
    pub place_code: Option<String>,
    /// The day for which the codes were said.
    pub said_on: NaiveDate,
    /// Where in it; may be empty.
    pub address: String,
}

/// What is sought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// What kind of product.
    pub wanted: Wanted,
    /// How much over the whole time.
    pub volume: Amount,
    /// At what price.
    pub price: Bounds,
    /// Where it is to be delivered.
    pub delivery: Delivery,
    /// When.
    pub period: Period,
    /// What else the buyer says.
    pub note: String,
}

/// What changes of what is sought; the rest stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TermsPatch {
    /// How much over the whole time.
    pub quantity: Option<u64>,
    /// At what price.
    pub price: Option<Bounds>,
    /// From which day.
    pub from: Option<NaiveDate>,
    /// To which day.
    pub to: Option<NaiveDate>,
    /// What else the buyer says.
    pub note: Option<String>,
}

impl TermsPatch {
    fn apply(self, mut terms: Terms) -> Terms {
        terms.volume.quantity = self.quantity.unwrap_or(terms.volume.quantity);
        terms.price = self.price.unwrap_or(terms.price);
        terms.period.from = self.from.unwrap_or(terms.period.from);
        terms.period.to = self.to.unwrap_or(terms.period.to);
        terms.note = self.note.unwrap_or(terms.note);
        terms
    }
}

/// Where a demand stands. What is open is fulfilled once enough is agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It is sought.
    Open,
    /// The buyer does not look for it any more, for a reason.
    Withdrawn(String),
    /// Its last day is over.
    Expired,
}

/// A demand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Demand {
    /// Id given by promotion.
    pub id: Uuid,
    /// Id of the buyer.
    pub partner_id: Uuid,
    /// Name of the buyer.
    pub partner_name: String,
    /// What is sought.
    pub terms: Terms,
    /// How much of it is in deals: what is to be delivered and what was.
    pub agreed: u64,
    /// Where it stands.
    pub state: State,
    /// What happened since it was loaded.
    #[serde(skip)]
    pub events: Vec<DemandEvent>,
}

impl Demand {
    /// Opens a demand of a buyer.
    ///
    /// # Errors
    /// Its last day is over.
    pub fn open(
        id: Uuid,
        (partner_id, partner_name): (Uuid, String),
        terms: Terms,
        today: NaiveDate,
    ) -> Result<Self, Refusal> {
        if terms.period.to < today {
            return Err(Refusal::Expired(terms.period.to));
        }
        let mut demand = Self {
            id,
            partner_id,
            partner_name,
            terms,
            agreed: 0,
            state: State::Open,
            events: Vec::new(),
        };
        demand.emit(DemandChange::Opened);
        Ok(demand)
    }

    /// How much is not in deals yet.
    pub fn left(&self) -> u64 {
        self.terms.volume.quantity.saturating_sub(self.agreed)
    }

    /// Whether as much as is asked for is in deals.
    pub fn is_fulfilled(&self) -> bool {
        self.state == State::Open && self.left() == 0
    }

    /// Checks that it is sought on a day, whether or not enough is agreed.
    ///
    /// # Errors
    /// It was withdrawn, or its last day is over.
    pub fn require_sought(&self, today: NaiveDate) -> Result<(), Refusal> {
        match self.state {
            State::Withdrawn(_) => Err(Refusal::Withdrawn),
            State::Expired => Err(Refusal::Expired(self.terms.period.to)),
            State::Open if self.terms.period.to < today => {
                Err(Refusal::Expired(self.terms.period.to))
            }
            State::Open => Ok(()),
        }
    }

    /// Takes some into a deal; more than is asked for only if that is said.
    ///
    /// # Errors
    /// It is not sought today, or asks for less.
    pub fn take(
        &mut self,
        quantity: u64,
        more_than_asked: bool,
        today: NaiveDate,
    ) -> Result<(), Refusal> {
        self.require_sought(today)?;
        let left = self.left();
        if quantity > left && !more_than_asked {
            return Err(Refusal::MoreThanAsked { left });
        }
        let was_fulfilled = self.is_fulfilled();
        self.agreed = self.agreed.saturating_add(quantity);
        self.emit(if self.is_fulfilled() && !was_fulfilled {
            DemandChange::Fulfilled
        } else {
            DemandChange::AgreedChanged
        });
        Ok(())
    }

    /// Gives back what a deal will not deliver.
    pub fn give_back(&mut self, quantity: u64) {
        if quantity == 0 {
            return;
        }
        let was_fulfilled = self.is_fulfilled();
        self.agreed = self.agreed.saturating_sub(quantity);
        self.emit(if was_fulfilled && !self.is_fulfilled() {
            DemandChange::Reopened
        } else {
            DemandChange::AgreedChanged
        });
    }

    /// Changes how much is sought, at what price, when, and what else is said.
    ///
    /// # Errors
    /// It is not sought today, more is in deals, or what it would be sought for is over or out of order.
    pub fn change(&mut self, patch: TermsPatch, today: NaiveDate) -> Result<(), Refusal> {
        self.require_sought(today)?;
        let terms = patch.apply(self.terms.clone());
        // What was agreed beyond what is sought may stay so.
        let (now, sought) = (self.terms.volume.quantity, terms.volume.quantity);
        if sought != now && sought < self.agreed {
            return Err(Refusal::LessThanAgreed {
                agreed: self.agreed,
            });
        }
        if matches!((terms.price.from, terms.price.to), (Some(from), Some(to)) if to < from) {
            return Err(Refusal::PricesOutOfOrder);
        }
        let Period { from, to } = terms.period;
        if to < from {
            return Err(Refusal::OutOfOrder);
        }
        if to > from + LONGEST {
            return Err(Refusal::PeriodTooLong);
        }
        if to < today {
            return Err(Refusal::Expired(to));
        }
        if terms != self.terms {
            self.terms = terms;
            self.emit(DemandChange::Changed);
        }
        Ok(())
    }

    /// The buyer does not look for it any more.
    ///
    /// # Errors
    /// It is not sought any more.
    pub fn withdraw(&mut self, reason: String, today: NaiveDate) -> Result<(), Refusal> {
        self.require_sought(today)?;
        self.state = State::Withdrawn(reason);
        self.emit(DemandChange::Withdrawn);
        Ok(())
    }

    /// Lets its last day take effect. `true` if it did.
    pub fn expire(&mut self, today: NaiveDate) -> bool {
        // What is fulfilled ends too: deals that are cancelled later open nothing again.
        let over = self.state == State::Open && self.terms.period.to < today;
        if over {
            self.state = State::Expired;
            self.emit(DemandChange::Expired);
        }
        over
    }

    fn emit(&mut self, change: DemandChange) {
        let demand = Box::new(Self {
            events: Vec::new(),
            ..self.clone()
        });
        let fact = DemandFact { demand };
        self.events.push(DemandEvent { change, fact });
    }
}
