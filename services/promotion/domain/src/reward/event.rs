//! What happened to a reward.

use strum::Display;

use super::Reward;

/// What happened to a reward.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display)]
#[strum(serialize_all = "snake_case")]
pub enum Change {
    /// A rule owes it.
    Granted,
    /// Another amount is owed, because the recognition or the rule was put right.
    Changed,
    /// It is not owed any more, and nothing had been paid.
    Cancelled,
    /// It was decided to pay it.
    Approved,
    /// It was paid.
    Paid,
    /// More was paid than is owed now.
    ReclaimDue,
    /// Money came back.
    Reclaimed,
}

/// An event of a reward.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub change: Change,
    /// The reward afterwards.
    pub fact: Fact,
}

/// A reward as its events describe it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The reward, without events.
    pub reward: Box<Reward>,
}
