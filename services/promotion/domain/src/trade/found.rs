//! Products that come to suit an open demand.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Demand, Goods, Refusal, TradeMatchChange, TradeMatchEvent, TradeMatchFact, Wanted};
use crate::listing::{CriteriaSet, Listing, Star};

/// What a demand and a product are found by: a criteria set, or that words alone say what is sought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DemandKey {
    /// A set that is asked for.
    Set(CriteriaSet),
    /// Words alone.
    Words,
}

impl Wanted {
    /// The keys by which a demand for this is found.
    pub fn keys(&self) -> BTreeSet<DemandKey> {
        let sets = self.all_sets();
        if sets.is_empty() {
            return [DemandKey::Words].into();
        }
        sets.into_iter().map(DemandKey::Set).collect()
    }

    /// Whether a listing suits, of whose name so many of the wanted words are known: where words alone say what is sought, a name
    /// that has none of them does not suit.
    pub fn suits_with(&self, listing: &Listing, words: usize) -> bool {
        self.suits(listing) && (words > 0 || !self.all_sets().is_empty())
    }
}

impl DemandKey {
    /// The keys of the demands that a product of a set may suit.
    pub fn of(set: CriteriaSet) -> [Self; 2] {
        [Self::Set(set), Self::Words]
    }
}

/// Whether a change of a listing may make it suit a demand that it did not suit before: it is open, and was not, or has other stars,
/// another name or set.
pub fn may_be_new(before: Option<&Listing>, after: &Listing) -> bool {
    let said = |listing: &Listing| {
        let product = &listing.product;
        (product.criteria_set, product.name.clone())
    };
    after.star().is_some()
        && before.is_none_or(|before| before.star() != after.star() || said(before) != said(after))
}

/// Whether a listing suits what is wanted and did not before. `words` counts the wanted words of a name.
pub fn newly_suits(
    wanted: &Wanted,
    before: Option<&Listing>,
    after: &Listing,
    words: impl Fn(&Listing) -> usize,
) -> bool {
    let suits = |listing: &Listing| wanted.suits_with(listing, words(listing));
    suits(after) && !before.is_some_and(suits)
}

/// A product that came to suit a demand. It is told of once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TradeMatch {
    /// Id given by promotion.
    pub id: Uuid,
    /// Id of the demand.
    pub demand_id: Uuid,
    /// Id of the buyer.
    pub partner_id: Uuid,
    /// The product.
    pub goods: Goods,
    /// Its stars.
    pub star: Star,
    /// The day on which it was found.
    pub found_on: NaiveDate,
    /// What happened since it was loaded.
    #[serde(skip)]
    pub events: Vec<TradeMatchEvent>,
}

impl TradeMatch {
    /// Notes that a listing came to suit a demand.
    ///
    /// # Errors
    /// The demand is not sought today, or the product is not certified.
    pub fn found(
        id: Uuid,
        demand: &Demand,
        listing: &Listing,
        today: NaiveDate,
    ) -> Result<Self, Refusal> {
        demand.require_sought(today)?;
        let not_certified = Refusal::NotCertified(listing.product.id);
        let mut found = Self {
            id,
            demand_id: demand.id,
            partner_id: demand.partner_id,
            goods: Goods::of(listing)?,
            star: listing.star().ok_or(not_certified)?,
            found_on: today,
            events: Vec::new(),
        };
        let fact = TradeMatchFact {
            found: Box::new(found.clone()),
        };
        found.events.push(TradeMatchEvent {
            change: TradeMatchChange::Found,
            fact,
        });
        Ok(found)
    }
}
