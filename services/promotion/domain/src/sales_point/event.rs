//! What happened to a point, and to a design centre.

use strum::Display;

use super::{Centre, SalesPoint};

/// What happened to a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display)]
#[strum(serialize_all = "snake_case")]
pub enum Change {
    /// It was registered.
    Registered,
    /// What is recorded of it changed.
    Updated,
    /// It shows other products.
    ProductsChanged,
    /// It was given up.
    Closed,
}

/// An event of a point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub change: Change,
    /// The point afterwards.
    pub fact: Fact,
}

/// A point as its events describe it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The point, without events.
    pub point: Box<SalesPoint>,
}

/// What happened to a design centre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display)]
#[strum(serialize_all = "snake_case")]
pub enum CentreChange {
    /// It was registered.
    Registered,
    /// What is recorded of it changed.
    Updated,
    /// It was scored.
    Scored,
}

/// An event of a design centre.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CentreEvent {
    /// What happened.
    pub change: CentreChange,
    /// The centre afterwards.
    pub fact: CentreFact,
}

/// A design centre as its events describe it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CentreFact {
    /// The centre, without events.
    pub centre: Box<Centre>,
}
