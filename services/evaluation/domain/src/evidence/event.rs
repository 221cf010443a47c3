//! What happens to evidence.

use chrono::NaiveDate;
use strum::IntoStaticStr;

use super::Evidence;

/// What happened to a piece of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, IntoStaticStr)]
#[strum(prefix = "evidence.", serialize_all = "snake_case")]
pub enum Step {
    Filed,
    /// A newer one took its place.
    Replaced,
    /// It was taken back.
    Withdrawn,
}

/// A piece of evidence after something happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub step: Step,
    /// The evidence as it stands now, without events.
    pub evidence: Evidence,
    pub on: NaiveDate,
}

impl Event {
    /// Its name as it stands in event types, such as `evidence.filed`.
    pub fn name(&self) -> &'static str {
        self.step.into()
    }

    /// Code of the province it is about.
    pub fn province_code(&self) -> &str {
        &self.evidence.place.province_code
    }
}
