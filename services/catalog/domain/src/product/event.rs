//! What happened to a product.

use uuid::Uuid;

use super::{Maker, Profile, Status};
use crate::place::Location;

/// What happened to a product.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// It was registered.
    Registered(Box<Fact>),
    /// It changed.
    Updated(Box<Fact>),
    /// It is no longer made.
    Retired(Box<Fact>),
    /// It was found to be the same as another, into which it was merged.
    Merged(Box<Fact>, Uuid),
}

/// A product as its events describe it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Its id.
    pub id: Uuid,
    /// Who makes it.
    pub maker: Maker,
    /// Its description.
    pub profile: Profile,
    /// Where it is made.
    pub location: Location,
    /// Its status.
    pub status: Status,
}
