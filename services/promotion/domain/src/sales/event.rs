//! What happened to a report of sales.

use strum::Display;

use super::Report;

/// What happened to a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display)]
#[strum(serialize_all = "snake_case")]
pub enum Change {
    /// It was filed.
    Reported,
    /// It was put right.
    Corrected,
}

/// An event of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub change: Change,
    /// The report afterwards.
    pub fact: Fact,
}

/// A report as its events describe it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The report, without events.
    pub report: Box<Report>,
}
