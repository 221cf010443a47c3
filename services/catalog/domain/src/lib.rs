//! What the catalog allows and what follows. Pure: no clock, no database, no network.
//!
//! The areas use each other one way: product uses producer, and both use place; transfer uses place; growing_area uses place; trace uses product; merging uses producer and product; support uses place. Each owns its events and its refusals.

pub mod growing_area;
pub mod merging;
pub mod place;
pub mod producer;
pub mod product;
pub mod support;
pub mod trace;
pub mod transfer;

/// Something that happened, with everything a subscriber needs to act on it.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// To the administrative units.
    Place(place::Event),
    /// To a producer.
    Producer(producer::Event),
    /// To a product.
    Product(product::Event),
    /// To the offer of a transfer.
    Transfer(transfer::Event),
    /// To a growing area.
    GrowingArea(growing_area::Event),
    /// To a lot.
    Lot(trace::Event),
    /// In support.
    Support(support::Event),
}

impl From<place::Event> for Event {
    fn from(event: place::Event) -> Self {
        Self::Place(event)
    }
}

impl From<producer::Event> for Event {
    fn from(event: producer::Event) -> Self {
        Self::Producer(event)
    }
}

impl From<product::Event> for Event {
    fn from(event: product::Event) -> Self {
        Self::Product(event)
    }
}

impl From<transfer::Event> for Event {
    fn from(event: transfer::Event) -> Self {
        Self::Transfer(event)
    }
}

impl From<growing_area::Event> for Event {
    fn from(event: growing_area::Event) -> Self {
        Self::GrowingArea(event)
    }
}

impl From<trace::Event> for Event {
    fn from(event: trace::Event) -> Self {
        Self::Lot(event)
    }
}

impl From<support::Event> for Event {
    fn from(event: support::Event) -> Self {
        Self::Support(event)
    }
}

/// Why something is not done: a sentence for people, and a stable reason for programs.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(transparent)]
pub enum Refusal {
    /// By a rule of places.
    Place(#[from] place::Refusal),
    /// By a rule of producers.
    Producer(#[from] producer::Refusal),
    /// By a rule of products.
    Product(#[from] product::Refusal),
    /// By a rule of transfers.
    Transfer(#[from] transfer::Refusal),
    /// By a rule of growing areas.
    GrowingArea(#[from] growing_area::Refusal),
    /// By a rule of lots.
    Trace(#[from] trace::Refusal),
    /// By a rule of merging.
    Merging(#[from] merging::Refusal),
    /// By a rule of support.
    Support(#[from] support::Refusal),
}

impl Refusal {
    /// The reason as a stable word.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Place(refusal) => refusal.reason(),
            Self::Producer(refusal) => refusal.reason(),
            Self::Product(refusal) => refusal.reason(),
            Self::Transfer(refusal) => refusal.reason(),
            Self::GrowingArea(refusal) => refusal.reason(),
            Self::Trace(refusal) => refusal.reason(),
            Self::Merging(refusal) => refusal.reason(),
            Self::Support(refusal) => refusal.reason(),
        }
    }
}

#[cfg(test)]
mod tests;
