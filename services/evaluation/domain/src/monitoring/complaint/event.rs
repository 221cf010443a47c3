//! The steps of complaints, as they are published.

use chrono::NaiveDate;
use strum::IntoStaticStr;

use super::Complaint;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, IntoStaticStr)]
#[strum(prefix = "complaint.", serialize_all = "snake_case")]
pub enum Step {
    Filed,
    /// It was accepted for handling.
    Accepted,
    Refused,
    Decided,
    /// Who complains was erased.
    ComplainantErased,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub step: Step,
    /// The complaint as it stands.
    pub complaint: Complaint,
    pub on: NaiveDate,
}

impl Event {
    /// Its name as it stands in event types, such as `complaint.filed`.
    pub fn name(&self) -> &'static str {
        self.step.into()
    }

    /// Code of the province it is about.
    pub fn province_code(&self) -> &str {
        &self.complaint.concerned.province_code
    }
}
