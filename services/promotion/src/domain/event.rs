//! What promotion says to others: one event per step of an aggregate, each with everything a subscriber needs to act
//! without asking back.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use super::{
    listing::ListingFact, matching::MatchFact, partner::PartnerFact, subscription::SubscriptionFact,
};

/// An event of an aggregate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A listing after a step.
    Listing(ListingChange, ListingFact),
    /// A match after a step.
    Match(MatchChange, MatchFact),
    /// A partner after a step.
    Partner(PartnerChange, PartnerFact),
    /// A webhook subscription after a step. Never carries a secret.
    Subscription(SubscriptionChange, SubscriptionFact),
}

impl Event {
    /// The aggregate's name, as in subjects and types: `listing`, `match`, `partner`, `subscription`.
    pub fn aggregate(&self) -> &'static str {
        match self {
            Self::Listing(..) => "listing",
            Self::Match(..) => "match",
            Self::Partner(..) => "partner",
            Self::Subscription(..) => "subscription",
        }
    }

    /// The event's name within its aggregate, as in subjects and types: `upgraded`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Listing(change, _) => change.name(),
            Self::Match(change, _) => change.name(),
            Self::Partner(change, _) => change.name(),
            Self::Subscription(change, _) => change.name(),
        }
    }

    /// Id of the aggregate the event is about.
    pub fn aggregate_id(&self) -> Uuid {
        match self {
            Self::Listing(_, fact) => fact.product.id,
            Self::Match(_, fact) => fact.id,
            Self::Partner(_, fact) => fact.id,
            Self::Subscription(_, fact) => fact.id,
        }
    }

    /// The last word of the subject, by which subscribers choose what they hear: the province's code for a listing, the
    /// partner's id for what concerns one partner.
    pub fn audience(&self) -> String {
        match self {
            Self::Listing(_, fact) => fact.product.place.province_code.clone(),
            Self::Match(_, fact) => fact.partner_id.to_string(),
            Self::Partner(_, fact) => fact.id.to_string(),
            Self::Subscription(_, fact) => fact.partner_id.to_string(),
        }
    }
}

/// What happened to a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListingChange {
    /// It may be shown as certified, for the first time or again.
    Opened,
    /// Its product or its certificate changed while it stood where it stands.
    Updated,
    /// It may not be shown as certified until a new certificate comes.
    Suspended,
    /// Its product is no longer made.
    Closed,
}

impl ListingChange {
    fn name(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Updated => "updated",
            Self::Suspended => "suspended",
            Self::Closed => "closed",
        }
    }
}

/// What happened to a match: the kinds of event that a partner's webhook may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchChange {
    /// A product fits what the partner looks for.
    Opened,
    /// The product has more stars than before.
    Upgraded,
    /// The product has fewer stars than before.
    Lowered,
    /// The product was recognised again with the same stars.
    Renewed,
    /// The product may not be shown as certified.
    Suspended,
    /// It may be shown as certified again.
    Resumed,
    /// It does not fit any more.
    Ended,
}

/// A word that names no event of a match.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("no event of a match is called {0:?}")]
pub struct NoSuchChange(pub String);

impl MatchChange {
    /// Every kind, in the order in which they may happen.
    pub const ALL: [Self; 7] = [
        Self::Opened,
        Self::Upgraded,
        Self::Lowered,
        Self::Renewed,
        Self::Suspended,
        Self::Resumed,
        Self::Ended,
    ];

    /// Its name: `upgraded`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Upgraded => "upgraded",
            Self::Lowered => "lowered",
            Self::Renewed => "renewed",
            Self::Suspended => "suspended",
            Self::Resumed => "resumed",
            Self::Ended => "ended",
        }
    }
}

impl std::str::FromStr for MatchChange {
    type Err = NoSuchChange;

    fn from_str(text: &str) -> Result<Self, NoSuchChange> {
        Self::ALL
            .into_iter()
            .find(|change| change.name() == text)
            .ok_or_else(|| NoSuchChange(text.to_owned()))
    }
}

/// What happened to a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartnerChange {
    /// It was registered.
    Registered,
    /// Its name, address, status or wishes changed.
    Updated,
}

impl PartnerChange {
    fn name(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Updated => "updated",
        }
    }
}

/// What happened to a webhook subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubscriptionChange {
    /// It was made.
    Created,
    /// Its URL, its kinds of event or its secrets changed.
    Updated,
    /// Nothing is delivered any more.
    Disabled,
    /// Events are delivered again.
    Enabled,
}

impl SubscriptionChange {
    fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Disabled => "disabled",
            Self::Enabled => "enabled",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_of_a_match_is_found_by_its_name() {
        for change in MatchChange::ALL {
            assert_eq!(change.name().parse(), Ok(change));
        }
        assert_eq!(
            "paused".parse::<MatchChange>(),
            Err(NoSuchChange("paused".into()))
        );
    }
}
