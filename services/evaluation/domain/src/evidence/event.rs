//! What happens to evidence.

use chrono::NaiveDate;

use super::Evidence;

/// What happened to a piece of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// It was filed.
    Filed,
    /// A newer one took its place.
    Replaced,
    /// It was taken back.
    Withdrawn,
}

/// A piece of evidence after something happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub step: Step,
    /// The evidence as it stands now, without events.
    pub evidence: Evidence,
    /// The day it happened.
    pub on: NaiveDate,
}

impl Event {
    /// Its name as it stands in event types, such as `evidence.filed`.
    pub fn name(&self) -> &'static str {
        match self.step {
            Step::Filed => "evidence.filed",
            Step::Replaced => "evidence.replaced",
            Step::Withdrawn => "evidence.withdrawn",
        }
    }

    /// Code of the province it is about.
    pub fn province_code(&self) -> &str {
        &self.evidence.place.province_code
    }
}
