//! What the catalog says happened.

use super::producer::ProducerFact;
use super::product::ProductFact;

/// An event of the catalog, with everything a subscriber needs to act on it.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A producer was registered.
    ProducerRegistered(Box<ProducerFact>),
    /// A producer changed.
    ProducerUpdated(Box<ProducerFact>),
    /// A product was registered.
    ProductRegistered(Box<ProductFact>),
    /// A product changed.
    ProductUpdated(Box<ProductFact>),
    /// A product is no longer made.
    ProductRetired(Box<ProductFact>),
}
