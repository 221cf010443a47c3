use chrono::NaiveDate;
use uuid::Uuid;

use super::InspectionState;
use crate::criteria::calendar::BeforePreviousStep;

/// Why an inspection does not take a step.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It does not stand where this step can be taken.
    #[error("the inspection is {}, where this step cannot be taken", .state.in_words())]
    WrongState {
        /// Where it stands.
        state: InspectionState,
    },
    /// A remedy due before the day of the inspection.
    #[error("remedies are due before the day of the inspection, in findings {}", numbers(.findings))]
    RemedyBeforeInspection {
        /// The numbers of the findings, from 1.
        findings: Vec<usize>,
    },
    /// No such finding, or none that asks for a remedy.
    #[error("finding {number} asks for no remedy")]
    NoRemedy {
        /// The number given, from 1.
        number: usize,
    },
    /// The remedy was found to be there, or to be missing, before.
    #[error("what became of the remedy was found out on {on}")]
    CheckedAlready {
        /// The day.
        on: NaiveDate,
    },
    /// A remedy said to be missing while there is time for it.
    #[error("there is time for the remedy until {due_on}")]
    RemedyNotDue {
        /// Its last day.
        due_on: NaiveDate,
    },
    /// A proposal that names no certificate, of an inspection that names none.
    #[error("the inspection is of no certificate; name the one to be revoked")]
    NoCertificate,
    /// A finding, or a proposal, about something of another producer.
    #[error("{id} is of another producer than the one inspected")]
    OtherProducer {
        /// Id of the product or certificate.
        id: Uuid,
    },
    /// A revocation of another certificate than the one proposed.
    #[error("the inspection proposed to revoke {proposed}")]
    OtherCertificate {
        /// The one proposed.
        proposed: Uuid,
    },
    /// A step dated before the one it follows.
    #[error(transparent)]
    BeforePreviousStep(#[from] BeforePreviousStep),
}

fn numbers(findings: &[usize]) -> String {
    let numbers: Vec<String> = findings.iter().map(ToString::to_string).collect();
    numbers.join(", ")
}

impl Refusal {
    /// The stable word by which callers tell refusals apart.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::WrongState { .. } => "WRONG_STATE",
            Self::RemedyBeforeInspection { .. } | Self::NoCertificate => "INVALID_REQUEST",
            Self::NoRemedy { .. } => "REMEDY_UNKNOWN",
            Self::CheckedAlready { .. } => "REMEDY_CHECKED",
            Self::RemedyNotDue { .. } => "REMEDY_NOT_DUE",
            Self::OtherProducer { .. } => "OTHER_PRODUCER",
            Self::OtherCertificate { .. } => "OTHER_CERTIFICATE",
            Self::BeforePreviousStep(_) => BeforePreviousStep::REASON,
        }
    }
}
