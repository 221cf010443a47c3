//! What promotion allows and what follows from the events it consumes. Pure: no clock, no database, no network.
//!
//! A product becomes a [`listing::Listing`] when its first certificate is valid. Every change of the listing is compared
//! with every partner's [`partner::Match`], which decides whether that partner must be notified. Each event of a match
//! becomes one [`delivery::Delivery`] per [`subscription::Subscription`] of the partner.
//!
//! The areas use each other one way: delivery, subscription, partner, listing. Each owns its events and its refusals.
//! An aggregate collects what happened to it in `events`; saving it publishes them.

pub mod delivery;
pub mod listing;
pub mod partner;
pub mod subscription;

#[cfg(test)]
mod samples;

/// Something that happened, with everything a subscriber needs to act on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// To a listing.
    Listing(listing::Event),
    /// To a match of a partner.
    Match(partner::MatchEvent),
    /// To a partner.
    Partner(partner::Event),
    /// To a subscription.
    Subscription(subscription::Event),
}

impl From<listing::Event> for Event {
    fn from(event: listing::Event) -> Self {
        Self::Listing(event)
    }
}

impl From<partner::MatchEvent> for Event {
    fn from(event: partner::MatchEvent) -> Self {
        Self::Match(event)
    }
}

impl From<partner::Event> for Event {
    fn from(event: partner::Event) -> Self {
        Self::Partner(event)
    }
}

impl From<subscription::Event> for Event {
    fn from(event: subscription::Event) -> Self {
        Self::Subscription(event)
    }
}

/// Why something is not done: a sentence for people, and a stable reason for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(transparent)]
pub enum Refusal {
    /// By a rule of listings.
    Listing(#[from] listing::Refusal),
    /// By a rule of partners.
    Partner(#[from] partner::Refusal),
    /// By a rule of subscriptions.
    Subscription(#[from] subscription::Refusal),
    /// By a rule of deliveries.
    Delivery(#[from] delivery::Refusal),
}

impl Refusal {
    /// The reason as a stable word.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Listing(refusal) => refusal.reason(),
            Self::Partner(refusal) => refusal.reason(),
            Self::Subscription(refusal) => refusal.reason(),
            Self::Delivery(refusal) => refusal.reason(),
        }
    }
}
