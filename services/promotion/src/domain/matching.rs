//! A match: one product that fits, or fitted, what one partner looks for.
//!
//! The match is shown the partner and the listing whenever either changed and compares them with what it last told the
//! partner. So it does not matter which change it is shown, how often, or whether one was missed: the partner hears each
//! difference once.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    certificate::Certificate,
    event::{Event, MatchChange},
    listing::{Listing, ListingState, Suspension},
    partner::{Partner, PartnerStatus},
    product::Product,
    star::Star,
};

/// The name space of match ids (a random UUID, fixed for ever).
const NAMESPACE: Uuid = Uuid::from_u128(0x6d0c_2a6e_51f7_4b1e_9a43_0c9c_8f5f_7e21);

/// Why a product does not fit any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// The product is no longer made.
    ProductClosed,
    /// The product changed, or has fewer stars than the partner takes.
    ProductChanged,
    /// The partner looks for something else.
    PartnerChanged,
    /// The partner left.
    PartnerLeft,
}

/// Where a match stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchState {
    /// Never fitted; nothing to save.
    Unmatched,
    /// The product fits what the partner looks for.
    Active,
    /// It fitted, and may not be shown as certified now.
    Suspended(Suspension),
    /// It does not fit any more.
    Ended {
        /// Why.
        ending: Ending,
        /// The day it was found.
        since: NaiveDate,
    },
}

/// What the partner was last told of the product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The product.
    pub product: Product,
    /// The certificate.
    pub certificate: Certificate,
}

/// A match as it stands after an event: all a buyer needs to act on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchFact {
    /// Id of the match.
    pub id: Uuid,
    /// Id of the partner.
    pub partner_id: Uuid,
    /// Where it stands, with the ground of a suspension.
    pub state: MatchState,
    /// The product and its certificate.
    pub offer: Offer,
    /// The star the partner was told before; none the first time.
    pub previous_star: Option<Star>,
}

/// The aggregate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Follows from partner and product, see [`Match::id_of`].
    pub id: Uuid,
    /// Id of the partner.
    pub partner_id: Uuid,
    /// Id of the product.
    pub product_id: Uuid,
    /// Where it stands.
    pub state: MatchState,
    /// What the partner was last told; none while unmatched.
    pub told: Option<Offer>,
    /// How many events of the match are saved.
    pub version: u64,
    /// Events that were not saved yet.
    pub events: Vec<Event>,
}

impl Match {
    /// The id of the match of a partner and a product: a name-based UUID (RFC 9562, version 5), so that the same pair
    /// has the same match wherever and however often it is computed.
    pub fn id_of(partner_id: Uuid, product_id: Uuid) -> Uuid {
        let mut pair = [0; 32];
        pair[..16].copy_from_slice(partner_id.as_bytes());
        pair[16..].copy_from_slice(product_id.as_bytes());
        Uuid::new_v5(&NAMESPACE, &pair)
    }

    /// The match-to-be of a partner and a product.
    pub fn between(partner_id: Uuid, product_id: Uuid) -> Self {
        Self {
            id: Self::id_of(partner_id, product_id),
            partner_id,
            product_id,
            state: MatchState::Unmatched,
            told: None,
            version: 0,
            events: Vec::new(),
        }
    }

    /// Compares partner and listing with what the partner was last told and records every difference.
    ///
    /// The listing is one whose dates were looked at `today` (see [`Listing::expire`]). A match without events
    /// afterwards needs no saving.
    pub fn follow(&mut self, partner: &Partner, listing: &Listing, today: NaiveDate) {
        let Some(held) = &listing.held else { return };
        let offer = Offer {
            product: listing.product.clone(),
            certificate: held.certificate.clone(),
        };
        let fits = partner.wants(&offer.product, offer.certificate.star);
        match &listing.state {
            ListingState::Unlisted => {}
            ListingState::Closed => self.end(Ending::ProductClosed, offer, today),
            _ if partner.status == PartnerStatus::Left => {
                self.end(Ending::PartnerLeft, offer, today)
            }
            ListingState::Open if fits => self.offer(offer),
            ListingState::Open => {
                let ending = self.ending_by(partner);
                if self.state == MatchState::Active {
                    self.compare(&offer);
                }
                self.end(ending, offer, today);
            }
            ListingState::Suspended(_) if !self.still_wanted(partner) => {
                self.end(Ending::PartnerChanged, offer, today);
            }
            ListingState::Suspended(suspension) => self.suspend(suspension, offer),
        }
    }

    /// The product fits: opens or resumes the match, or tells what changed.
    fn offer(&mut self, offer: Offer) {
        match self.state {
            MatchState::Unmatched | MatchState::Ended { .. } => {
                self.told = None;
                self.state = MatchState::Active;
                self.record(MatchChange::Opened, offer);
            }
            MatchState::Suspended(_) => {
                self.state = MatchState::Active;
                self.record(MatchChange::Resumed, offer);
            }
            MatchState::Active => self.compare(&offer),
        }
    }

    /// Tells of another star or another certificate of a match that is active.
    fn compare(&mut self, offer: &Offer) {
        let Some(told) = &self.told else { return };
        let change = match offer.certificate.star.cmp(&told.certificate.star) {
            std::cmp::Ordering::Greater => MatchChange::Upgraded,
            std::cmp::Ordering::Less => MatchChange::Lowered,
            std::cmp::Ordering::Equal if offer.certificate.id != told.certificate.id => {
                MatchChange::Renewed
            }
            std::cmp::Ordering::Equal => return,
        };
        self.record(change, offer.clone());
    }

    /// Tells of a suspension, and again when its reason changes: a certificate may be revoked after it expired.
    fn suspend(&mut self, suspension: &Suspension, offer: Offer) {
        let tells = match &self.state {
            MatchState::Active => true,
            MatchState::Suspended(known) => known != suspension,
            MatchState::Unmatched | MatchState::Ended { .. } => false,
        };
        if tells {
            self.state = MatchState::Suspended(suspension.clone());
            self.record(MatchChange::Suspended, offer);
        }
    }

    fn end(&mut self, ending: Ending, offer: Offer, today: NaiveDate) {
        if matches!(self.state, MatchState::Active | MatchState::Suspended(_)) {
            self.state = MatchState::Ended {
                ending,
                since: today,
            };
            self.record(MatchChange::Ended, offer);
        }
    }

    /// Whether the partner would still take what it was last told of.
    fn still_wanted(&self, partner: &Partner) -> bool {
        self.told
            .as_ref()
            .is_none_or(|told| partner.wants(&told.product, told.certificate.star))
    }

    /// Who moved when a product does not fit any more: the product, if the partner would still take what it was told.
    fn ending_by(&self, partner: &Partner) -> Ending {
        if self.still_wanted(partner) {
            Ending::ProductChanged
        } else {
            Ending::PartnerChanged
        }
    }

    fn record(&mut self, change: MatchChange, offer: Offer) {
        let fact = MatchFact {
            id: self.id,
            partner_id: self.partner_id,
            state: self.state.clone(),
            offer: offer.clone(),
            previous_star: self.told.as_ref().map(|told| told.certificate.star),
        };
        self.told = Some(offer);
        self.events.push(Event::Match(change, fact));
    }
}

#[cfg(test)]
mod tests;
