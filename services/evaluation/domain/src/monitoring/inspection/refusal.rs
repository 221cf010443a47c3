use chrono::NaiveDate;
use uuid::Uuid;

use super::{InspectionState, MAX_PROPOSALS};
use crate::criteria::calendar::BeforePreviousStep;

/// Why an inspection does not take a step.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("the inspection is {}, where this step cannot be taken", .state.in_words())]
    WrongState { state: InspectionState },
    #[error("remedies are due before the day of the inspection, in findings {}", numbers(.findings))]
    RemedyBeforeInspection { findings: Vec<usize> },
    #[error("finding {number} asks for no remedy")]
    NoRemedy { number: usize },
    #[error("what became of the remedy was found out on {on}")]
    CheckedAlready { on: NaiveDate },
    #[error("there is time for the remedy until {due_on}")]
    RemedyNotDue { due_on: NaiveDate },
    #[error("the inspection is of no certificate; name the one to be revoked")]
    NoCertificate,
    #[error("{id} is of another producer than the one inspected")]
    OtherProducer { id: Uuid },
    #[error(
        "{MAX_PROPOSALS} proposals of the inspection were declined, as many as there may be; plan another inspection"
    )]
    TooManyProposals,
    #[error("the inspection proposed to revoke {proposed}")]
    OtherCertificate { proposed: Uuid },
    /// A step dated before the one it follows.
    #[error(transparent)]
    BeforePreviousStep(#[from] BeforePreviousStep),
}

fn numbers(findings: &[usize]) -> String {
    let numbers: Vec<String> = findings.iter().map(ToString::to_string).collect();
    numbers.join(", ")
}

impl Refusal {
    /// The stable reason that callers match on.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::WrongState { .. } => "WRONG_STATE",
            Self::RemedyBeforeInspection { .. } | Self::NoCertificate => "INVALID_REQUEST",
            Self::NoRemedy { .. } => "REMEDY_UNKNOWN",
            Self::CheckedAlready { .. } => "REMEDY_CHECKED",
            Self::RemedyNotDue { .. } => "REMEDY_NOT_DUE",
            Self::OtherProducer { .. } => "OTHER_PRODUCER",
            Self::TooManyProposals => "TOO_MANY_PROPOSALS",
            Self::OtherCertificate { .. } => "OTHER_CERTIFICATE",
            Self::BeforePreviousStep(_) => BeforePreviousStep::REASON,
        }
    }
}
