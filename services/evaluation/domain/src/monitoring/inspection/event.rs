//! The steps of inspections, as they are published.

use chrono::NaiveDate;
use strum::IntoStaticStr;

use super::Inspection;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, IntoStaticStr)]
#[strum(prefix = "inspection.", serialize_all = "snake_case")]
pub enum Step {
    Planned,
    Recorded,
    /// A remedy was confirmed.
    Remedied,
    RemedyMissing,
    RevocationProposed,
    RevocationDeclined,
    Revoked,
    Cancelled,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub step: Step,
    /// The inspection as it stands.
    pub inspection: Inspection,
    pub on: NaiveDate,
}

impl Event {
    /// Its name as it stands in event types, such as `inspection.planned`.
    pub fn name(&self) -> &'static str {
        self.step.into()
    }

    /// Code of the province it is about.
    pub fn province_code(&self) -> &str {
        &self.inspection.subject.province_code
    }
}
