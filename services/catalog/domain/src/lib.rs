//! What the catalog allows and what follows. Pure: no clock, no database, no network.
//!
//! The areas use each other one way: product uses producer, and both use place; transfer uses place. Each owns its events and its refusals.

pub mod place;
pub mod producer;
pub mod product;
pub mod transfer;

/// Something that happened, with everything a subscriber needs to act on it.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// To a producer.
    Producer(producer::Event),
    /// To a product.
    Product(product::Event),
    /// To the offer of a transfer.
    Transfer(transfer::Event),
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
}

impl Refusal {
    /// The reason as a stable word.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Place(refusal) => refusal.reason(),
            Self::Producer(refusal) => refusal.reason(),
            Self::Product(refusal) => refusal.reason(),
            Self::Transfer(refusal) => refusal.reason(),
        }
    }
}
