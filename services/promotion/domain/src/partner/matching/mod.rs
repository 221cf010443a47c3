//! A match: one product that fits, or fitted, what one partner looks for.
//!
//! Whenever the partner or the listing changed, both are compared with what the match last published. So it does not
//! matter which change leads to a comparison, how often, or whether one was missed: each difference is published once.

use chrono::NaiveDate;
use ocop_places::Places;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString};
use uuid::Uuid;

mod steps;

pub use steps::{MAX_STEPS, MatchStage, Side, Step};

use super::{Assessment, Partner};
use crate::listing::{Certificate, Listing, ListingState, Product, Stage, Star, Suspension, Term};

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
    /// The partner has left.
    PartnerLeft,
    /// Too few days of validity are left for the partner, or a paper that it asks for has ended.
    TimeRanOut,
}

/// Where a match stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchState {
    /// The product fits.
    Active,
    /// It fitted, and its certificate is not valid now.
    Suspended(Suspension),
    /// It does not fit any more.
    Ended {
        /// Why.
        ending: Ending,
        /// The day on which that was found.
        since: NaiveDate,
    },
}

/// What happened to a match.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Display, EnumString, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum MatchChange {
    /// A product fits, for the first time or again.
    Opened,
    /// It has more stars than before.
    Upgraded,
    /// It has fewer stars than before.
    Lowered,
    /// It has as many stars by a new certificate.
    Renewed,
    /// What its certificate says was put right: number or date of the decision, days of validity, or what was certified.
    Corrected,
    /// Its certificate is not valid now.
    Suspended,
    /// It is suspended already, and one more is known of why.
    GroundAdded,
    /// It has a valid certificate again.
    Resumed,
    /// It does not fit any more.
    Ended,
    /// One side recorded how far they have come with each other.
    StageChanged,
}

/// A product with its certificate, as it is offered to a partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The product.
    pub product: Product,
    /// The certificate that counts.
    pub certificate: Certificate,
}

/// An event of a match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchEvent {
    /// What happened.
    pub change: MatchChange,
    /// The match afterwards: all a buyer needs to act on.
    pub fact: MatchFact,
}

/// A match as its events describe it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchFact {
    /// Id of the match.
    pub id: Uuid,
    /// Id of the partner.
    pub partner_id: Uuid,
    /// Where it stands.
    pub state: MatchState,
    /// The product.
    pub offer: Offer,
    /// The stars of the event before.
    pub previous_star: Option<Star>,
    /// How the product answers what the partner looks for; `None` if it has left.
    pub assessment: Option<Assessment>,
    /// How far partner and producer have come with each other.
    pub stage: MatchStage,
    /// The last step that was recorded.
    pub last_step: Option<Step>,
}

/// What the last event of a match carried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// Where it stands.
    pub state: MatchState,
    /// The product.
    pub offer: Offer,
}

/// The aggregate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Id, the same for the same pair.
    pub id: Uuid,
    /// Id of the partner.
    pub partner_id: Uuid,
    /// Id of the product.
    pub product_id: Uuid,
    /// What the last event carried. `None` as long as the product never fitted.
    pub published: Option<Published>,
    /// How partner and producer went on with each other.
    pub steps: Vec<Step>,
    /// The next day on which it may not fit any more, because of what is asked of days and papers.
    pub next_date: Option<NaiveDate>,
    /// What happened since it was loaded.
    pub events: Vec<MatchEvent>,
}

impl Match {
    /// The id of the match of a pair.
    pub fn id_of(partner_id: Uuid, product_id: Uuid) -> Uuid {
        let mut pair = [0; 32];
        pair[..16].copy_from_slice(partner_id.as_bytes());
        pair[16..].copy_from_slice(product_id.as_bytes());
        Uuid::new_v5(&NAMESPACE, &pair)
    }

    /// A pair that never matched.
    pub fn between(partner_id: Uuid, product_id: Uuid) -> Self {
        Self {
            id: Self::id_of(partner_id, product_id),
            partner_id,
            product_id,
            published: None,
            steps: Vec::new(),
            next_date: None,
            events: Vec::new(),
        }
    }

    /// Compares the partner and the listing with what was last published, and emits the difference.
    pub fn follow(
        &mut self,
        places: &Places,
        partner: &Partner,
        listing: &Listing,
        today: NaiveDate,
    ) {
        let Stage::Listed { held, state } = &listing.stage else {
            return;
        };
        let offer = Offer {
            product: listing.product.clone(),
            certificate: held.certificate.clone(),
        };
        let before = self.events.len();
        let wanted = partner.wants(places, &offer.product, &offer.certificate);
        match state {
            ListingState::Closed => self.end(Ending::ProductClosed, offer, today),
            ListingState::Open if wanted.holds(today) => self.offer(offer, today),
            ListingState::Open => {
                let ending = self.ending_by(places, partner, wanted);
                if self.state() == Some(&MatchState::Active) {
                    self.compare(&offer);
                }
                self.end(ending, offer, today);
            }
            ListingState::Suspended(_) if !self.still_wanted(places, partner) => {
                self.end(self.ending_by(places, partner, Term::Never), offer, today);
            }
            ListingState::Suspended(suspension) => self.suspend(suspension, offer),
        }
        self.next_date = match (self.state(), wanted) {
            (Some(MatchState::Active), Term::Until(last)) => last.succ_opt(),
            _ => None,
        };
        self.explain(places, before, partner, today);
    }

    /// Says in the events after the first `before` how the product answers what the partner looks for.
    fn explain(&mut self, places: &Places, before: usize, partner: &Partner, today: NaiveDate) {
        if partner.left_at.is_some() {
            return;
        }
        for event in self.events.iter_mut().skip(before) {
            let Offer {
                product,
                certificate,
            } = &event.fact.offer;
            event.fact.assessment =
                Some(partner.sourcing.assess(places, product, certificate, today));
        }
    }

    /// Where it stands. `None` as long as the product never fitted.
    pub fn state(&self) -> Option<&MatchState> {
        self.published.as_ref().map(|published| &published.state)
    }

    fn offer(&mut self, offer: Offer, today: NaiveDate) {
        match self.state() {
            None | Some(MatchState::Ended { .. }) => {
                self.published = None;
                self.propose_again(today);
                self.emit(MatchChange::Opened, MatchState::Active, offer);
            }
            Some(MatchState::Suspended(_)) => {
                self.emit(MatchChange::Resumed, MatchState::Active, offer);
            }
            Some(MatchState::Active) => self.compare(&offer),
        }
    }

    /// Emits how the certificate differs from the published one.
    fn compare(&mut self, offer: &Offer) {
        let Some(Published { offer: before, .. }) = &self.published else {
            return;
        };
        let change = match offer.certificate.star.cmp(&before.certificate.star) {
            std::cmp::Ordering::Greater => MatchChange::Upgraded,
            std::cmp::Ordering::Less => MatchChange::Lowered,
            std::cmp::Ordering::Equal if offer.certificate.id != before.certificate.id => {
                MatchChange::Renewed
            }
            std::cmp::Ordering::Equal if offer.certificate != before.certificate => {
                MatchChange::Corrected
            }
            std::cmp::Ordering::Equal => return,
        };
        self.emit(change, MatchState::Active, offer.clone());
    }

    fn suspend(&mut self, suspension: &Suspension, offer: Offer) {
        let Some(published) = &self.published else {
            return;
        };
        let change = match &published.state {
            MatchState::Active => MatchChange::Suspended,
            MatchState::Suspended(known) if known != suspension => MatchChange::GroundAdded,
            MatchState::Suspended(_) if published.offer.certificate != offer.certificate => {
                MatchChange::Corrected
            }
            MatchState::Suspended(_) | MatchState::Ended { .. } => return,
        };
        let state = MatchState::Suspended(suspension.clone());
        self.emit(change, state, offer);
    }

    fn end(&mut self, ending: Ending, offer: Offer, today: NaiveDate) {
        if matches!(
            self.state(),
            Some(MatchState::Active | MatchState::Suspended(_))
        ) {
            let state = MatchState::Ended {
                ending,
                since: today,
            };
            self.emit(MatchChange::Ended, state, offer);
        }
    }

    /// Whether the partner still looks for what was published, whatever time is left.
    fn still_wanted(&self, places: &Places, partner: &Partner) -> bool {
        self.published
            .as_ref()
            .is_none_or(|Published { offer, .. }| {
                partner.wants(places, &offer.product, &offer.certificate) != Term::Never
            })
    }

    /// Why it ends, if the product is wanted until then.
    fn ending_by(&self, places: &Places, partner: &Partner, wanted: Term) -> Ending {
        if partner.left_at.is_some() {
            Ending::PartnerLeft
        } else if wanted != Term::Never {
            Ending::TimeRanOut
        } else if self.still_wanted(places, partner) {
            Ending::ProductChanged
        } else {
            Ending::PartnerChanged
        }
    }

    fn emit(&mut self, change: MatchChange, state: MatchState, offer: Offer) {
        let before = self.published.as_ref();
        let fact = MatchFact {
            id: self.id,
            partner_id: self.partner_id,
            state: state.clone(),
            offer: offer.clone(),
            previous_star: before.map(|before| before.offer.certificate.star),
            assessment: None,
            stage: self.stage(),
            last_step: self.steps.last().cloned(),
        };
        self.published = Some(Published { state, offer });
        self.events.push(MatchEvent { change, fact });
    }
}

#[cfg(test)]
mod tests;
