//! The steps of complaints, as they are published.

use chrono::NaiveDate;

use super::Complaint;

/// A step of a complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// It was filed.
    Filed,
    /// It was accepted for handling.
    Accepted,
    /// It was refused.
    Refused,
    /// It was decided.
    Decided,
}

/// A complaint after a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The step.
    pub step: Step,
    /// The complaint as it stands.
    pub complaint: Complaint,
    /// The day of the step.
    pub on: NaiveDate,
}

impl Event {
    /// Its name as it stands in event types, such as `complaint.filed`.
    pub fn name(&self) -> &'static str {
        match self.step {
            Step::Filed => "complaint.filed",
            Step::Accepted => "complaint.accepted",
            Step::Refused => "complaint.refused",
            Step::Decided => "complaint.decided",
        }
    }

    /// Code of the province it is about.
    pub fn province_code(&self) -> &str {
        &self.complaint.concerned.province_code
    }
}
