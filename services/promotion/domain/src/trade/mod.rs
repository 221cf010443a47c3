//! Connecting supply and demand (kết nối cung cầu).
//!
//! A buyer's [`Demand`] is open until deals over its volume are agreed, it is withdrawn or its last day is over. Producers make
//! an [`Offer`] for it; one that is accepted becomes a [`Deal`], and deals are also recorded directly. [`rank`] weighs which
//! listings suit a demand, with what open deals leave of their capacity. A product that comes to suit an open one is a
//! [`TradeMatch`]. At a [`Session`], to which partners get an [`Invitation`], buyers and producers meet.
//!
//! A demand counts what is in deals, and never takes more than it asks for unless that is said.

mod deal;
mod demand;
mod event;
mod found;
mod invitation;
mod matching;
mod month;
mod offer;
mod refusal;
mod session;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use deal::{Deal, Delivered, Origin, State as DealState};
pub use demand::{
    Bounds, Delivery, Demand, LONGEST, State as DemandState, Terms, TermsPatch, Wanted,
};
pub use event::{
    DealChange, DealEvent, DealFact, DemandChange, DemandEvent, DemandFact, InvitationChange,
    InvitationEvent, InvitationFact, OfferChange, OfferEvent, OfferFact, SessionChange,
    SessionEvent, SessionFact, TradeMatchChange, TradeMatchEvent, TradeMatchFact,
};
pub use found::{DemandKey, TradeMatch, may_be_new, newly_suits};
pub use invitation::{Invitation, State as InvitationState};
pub use matching::{Candidate, Factor, FactorKind, Ranked, capacity_left, rank};
pub use month::{Month, NoMonth};
pub use offer::{MAX_OFFERS, Offer, Proposal, State as OfferState};
pub use refusal::Refusal;
pub use session::{MAX_INVITATIONS, MAX_MEETINGS, Meeting, Outcome, Plan, Session};

use crate::listing::{CriteriaSet, Listing, ListingState, Place};

/// A time with its first and last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

impl Period {
    /// Checks that a deal which was agreed on a day may be delivered in it: it does not end before.
    ///
    /// # Errors
    /// [`Refusal::OutOfOrder`], [`Refusal::DeliveredBeforeAgreed`].
    pub fn require_after(&self, agreed_on: NaiveDate) -> Result<(), Refusal> {
        if self.to < self.from {
            return Err(Refusal::OutOfOrder);
        }
        if self.to < agreed_on {
            return Err(Refusal::DeliveredBeforeAgreed(agreed_on));
        }
        Ok(())
    }

    /// The months that it touches, from the one of a day on.
    pub fn months_from(&self, day: NaiveDate) -> impl Iterator<Item = Month> + use<> {
        Month::of(self.from.max(day)).through(Month::of(self.to))
    }
}

/// The product of an offer or a deal, as it was certified then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goods {
    /// Id of the product.
    pub product_id: Uuid,
    /// Its name.
    pub product_name: String,
    /// Id of its producer.
    pub producer_id: Uuid,
    /// Name of its producer.
    pub producer_name: String,
    /// Its criteria set.
    pub criteria_set: CriteriaSet,
    /// Where it is made.
    pub place: Place,
}

impl Goods {
    /// The product of a listing that is open.
    ///
    /// # Errors
    /// The product is not certified today.
    pub fn of(listing: &Listing) -> Result<Self, Refusal> {
        if listing.state() != Some(&ListingState::Open) {
            return Err(Refusal::NotCertified(listing.product.id));
        }
        Ok(Self::named(listing))
    }

    /// The product of a listing about which something was agreed on a day up to today, whatever became of it since.
    ///
    /// # Errors
    /// The product was not certified on that day.
    pub fn agreed_on(listing: &Listing, day: NaiveDate) -> Result<Self, Refusal> {
        if !listing.was_certified_on(day) {
            return Err(Refusal::NotCertifiedThen(listing.product.id, day));
        }
        Ok(Self::named(listing))
    }

    fn named(listing: &Listing) -> Self {
        let product = &listing.product;
        Self {
            product_id: product.id,
            product_name: product.name.clone(),
            producer_id: product.producer_id,
            producer_name: product.producer_name.clone(),
            criteria_set: product.criteria_set,
            place: product.place.clone(),
        }
    }
}

#[cfg(test)]
mod tests;
