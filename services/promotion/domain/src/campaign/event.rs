//! What happened to a campaign.

use chrono::NaiveDate;
use strum::Display;
use uuid::Uuid;

use super::{Participant, Terms};

/// What happened to a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display)]
#[strum(serialize_all = "snake_case")]
pub enum Change {
    /// It was planned.
    Planned,
    /// What is planned changed.
    Updated,
    /// A producer takes part, or with other products.
    Joined,
    /// A producer does not take part any more.
    Left,
    /// A producer was there: evidence for criterion 4.3.
    Attended,
    /// What came of it for a producer was put right.
    OutcomeCorrected,
    /// That a producer was there was recorded wrongly.
    AttendanceWithdrawn,
    /// It is not held.
    CalledOff,
}

/// An event of a campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub change: Change,
    /// The campaign afterwards.
    pub fact: Fact,
}

/// A campaign as its events describe it: with the one producer whom the event is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its id.
    pub id: Uuid,
    /// Code of the province whose office runs it.
    pub province_code: String,
    /// The day for which the code was said.
    pub said_on: NaiveDate,
    /// What is planned.
    pub terms: Terms,
    /// How many take part.
    pub participants: usize,
    /// Who joined, left, or was there.
    pub participant: Option<Participant>,
    /// All who were there, so that one event tells the whole of it.
    pub attended: Vec<Participant>,
}
