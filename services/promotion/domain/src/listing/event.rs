//! What happened to a listing.

use strum::Display;

use super::{Certificate, ListingState, Product, Stock};

/// What happened to a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display)]
#[strum(serialize_all = "snake_case")]
pub enum Change {
    /// It may be shown as certified.
    Opened,
    /// The product, its certificate or its stock changed, or one more is known of why it is suspended.
    Updated,
    /// It may not be shown as certified now.
    Suspended,
    /// Its product is no longer made.
    Closed,
}

/// An event of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub change: Change,
    /// The listing afterwards.
    pub fact: Fact,
}

/// A listing as its events describe it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The product.
    pub product: Product,
    /// The certificate that counts.
    pub certificate: Certificate,
    /// Where it stands.
    pub state: ListingState,
    /// How much of the product there is, if that is known.
    pub stock: Option<Stock>,
}
