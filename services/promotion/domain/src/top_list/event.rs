//! What happened to a top list.

use strum::Display;

use super::{Nomination, TopList};

/// What happened to a top list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display)]
#[strum(serialize_all = "snake_case")]
pub enum Change {
    /// It was planned.
    Planned,
    /// What is planned changed.
    Updated,
    /// A commune nominated, or nominated anew.
    Nominated,
    /// A nomination was withdrawn.
    NominationWithdrawn,
    /// A member of the council gave points.
    Scored,
    /// The result was published.
    Published,
    /// The products were honoured.
    Honoured,
    /// It is not held.
    CalledOff,
}

/// An event of a top list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub change: Change,
    /// The list afterwards.
    pub fact: Fact,
}

/// A top list as its events describe it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The list, without events.
    pub list: Box<TopList>,
    /// What the event is about: all that a commune nominates now, or what was withdrawn.
    pub nominations: Vec<Nomination>,
}
