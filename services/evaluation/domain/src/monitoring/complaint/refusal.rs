use chrono::NaiveDate;

use super::ComplaintState;
use crate::criteria::calendar::BeforePreviousStep;

/// Why a complaint does not take a step.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("the complaint is {}, where this step cannot be taken", .state.in_words())]
    WrongState { state: ComplaintState },
    #[error("the complaint could be filed until {until}")]
    TooLate { until: NaiveDate },
    #[error("the complaint cannot lead to that: {why}")]
    LeadsToNothing { why: &'static str },
    #[error("who complains was erased before")]
    ComplainantErased,
    /// A step dated before the one it follows.
    #[error(transparent)]
    BeforePreviousStep(#[from] BeforePreviousStep),
}

impl Refusal {
    /// The stable reason that callers match on.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::WrongState { .. } => "WRONG_STATE",
            Self::TooLate { .. } => "COMPLAINT_TOO_LATE",
            Self::LeadsToNothing { .. } => "LEADS_TO_NOTHING",
            Self::ComplainantErased => "COMPLAINANT_ERASED",
            Self::BeforePreviousStep(_) => BeforePreviousStep::REASON,
        }
    }
}
