//! What a producer offers for a demand.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Demand, Goods, OfferChange, OfferEvent, OfferFact, Refusal};
use crate::listing::{Amount, Listing};

/// Offers for a demand that wait for an answer, at most.
pub const MAX_OFFERS: u64 = 500;

/// What is offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// How much, in the unit of the demand.
    pub quantity: u64,
    /// Whether that is how much in each month of the demand.
    pub per_month: bool,
    /// The price of one of the unit, in VND.
    pub price_vnd: u64,
    /// What else the producer says.
    pub note: String,
}

/// Where an offer stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It waits for an answer.
    Offered,
    /// The producer took it back, for a reason.
    Withdrawn(String),
    /// The buyer said no, for a reason.
    Declined(String),
    /// It became the deal with this id.
    Accepted(Uuid),
}

/// An offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Id given by promotion.
    pub id: Uuid,
    /// Id of the demand.
    pub demand_id: Uuid,
    /// Id of the buyer.
    pub partner_id: Uuid,
    /// The product.
    pub goods: Goods,
    /// What is offered.
    pub proposal: Proposal,
    /// How much that is over the whole time of the demand.
    pub total: Amount,
    /// Where it stands.
    pub state: State,
    /// What happened since it was loaded.
    #[serde(skip)]
    pub events: Vec<OfferEvent>,
}

impl Offer {
    /// Offers the product of a listing for a demand.
    ///
    /// # Errors
    /// The demand is not sought or is fulfilled, or the product is not certified today or of another kind.
    pub fn make(
        id: Uuid,
        demand: &Demand,
        listing: &Listing,
        proposal: Proposal,
        today: NaiveDate,
    ) -> Result<Self, Refusal> {
        demand.require_sought(today)?;
        if demand.is_fulfilled() {
            return Err(Refusal::Fulfilled);
        }
        let goods = Goods::of(listing)?;
        if !demand.terms.wanted.suits(listing) {
            return Err(Refusal::NotWanted);
        }
        let total = total(&proposal, demand, today);
        let mut offer = Self {
            id,
            demand_id: demand.id,
            partner_id: demand.partner_id,
            goods,
            proposal,
            total,
            state: State::Offered,
            events: Vec::new(),
        };
        offer.emit(OfferChange::Made);
        Ok(offer)
    }

    /// Counts anew what is offered over the whole time of the demand, which changed.
    pub fn follow(&mut self, demand: &Demand, today: NaiveDate) {
        let total = total(&self.proposal, demand, today);
        if self.state == State::Offered && self.proposal.per_month && self.total != total {
            self.total = total;
            self.emit(OfferChange::TotalChanged);
        }
    }

    /// The producer takes it back.
    ///
    /// # Errors
    /// It was answered or taken back.
    pub fn withdraw(&mut self, reason: String) -> Result<(), Refusal> {
        self.require_open()?;
        self.state = State::Withdrawn(reason);
        self.emit(OfferChange::Withdrawn);
        Ok(())
    }

    /// The buyer says no.
    ///
    /// # Errors
    /// It was answered or taken back.
    pub fn decline(&mut self, reason: String) -> Result<(), Refusal> {
        self.require_open()?;
        self.state = State::Declined(reason);
        self.emit(OfferChange::Declined);
        Ok(())
    }

    /// The buyer takes so much of it, which a deal will be about.
    ///
    /// # Errors
    /// It was answered or taken back, or offers less.
    pub fn accept(&mut self, quantity: u64, deal_id: Uuid) -> Result<(), Refusal> {
        self.require_open()?;
        if quantity > self.total.quantity {
            return Err(Refusal::MoreThanOffered {
                offered: self.total.quantity,
            });
        }
        self.state = State::Accepted(deal_id);
        self.emit(OfferChange::Accepted);
        Ok(())
    }

    fn require_open(&self) -> Result<(), Refusal> {
        match self.state {
            State::Offered => Ok(()),
            _ => Err(Refusal::OfferAnswered),
        }
    }

    fn emit(&mut self, change: OfferChange) {
        let offer = Box::new(Self {
            events: Vec::new(),
            ..self.clone()
        });
        let fact = OfferFact { offer };
        self.events.push(OfferEvent { change, fact });
    }
}

/// What is offered over the whole time of a demand, from a day on.
fn total(proposal: &Proposal, demand: &Demand, today: NaiveDate) -> Amount {
    let months = match proposal.per_month {
        true => demand.terms.period.months_from(today).count(),
        false => 1,
    };
    Amount {
        quantity: proposal.quantity.saturating_mul(months as u64),
        unit: demand.terms.volume.unit.clone(),
    }
}
