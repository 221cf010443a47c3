//! The steps of inspections, as they are published.

use chrono::NaiveDate;

use super::Inspection;

/// A step of an inspection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// It was planned.
    Planned,
    /// It was held.
    Recorded,
    /// A remedy was confirmed.
    Remedied,
    /// A remedy was found missing.
    RemedyMissing,
    /// Revocation was proposed.
    RevocationProposed,
    /// The certificate was revoked.
    Revoked,
}

/// An inspection after a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The step.
    pub step: Step,
    /// The inspection as it stands.
    pub inspection: Inspection,
    /// The day of the step.
    pub on: NaiveDate,
}

impl Event {
    /// Its name as it stands in event types, such as `inspection.planned`.
    pub fn name(&self) -> &'static str {
        match self.step {
            Step::Planned => "inspection.planned",
            Step::Recorded => "inspection.recorded",
            Step::Remedied => "inspection.remedied",
            Step::RemedyMissing => "inspection.remedy_missing",
            Step::RevocationProposed => "inspection.revocation_proposed",
            Step::Revoked => "inspection.revoked",
        }
    }

    /// Code of the province it is about.
    pub fn province_code(&self) -> &str {
        &self.inspection.subject.province_code
    }
}
