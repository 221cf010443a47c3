use chrono::NaiveDate;

use super::answers::AnswerProblem;
use crate::list;

/// Why something is not done by the criteria.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("no regulation was in force on {on}")]
    NoRegulation { on: NaiveDate },
    #[error("criteria set {number} is not known for {on}")]
    NoCriteriaSet { number: u8, on: NaiveDate },
    #[error("the answers do not fit the criteria set: {}", list(.0))]
    Answers(Vec<AnswerProblem>),
}

impl Refusal {
    /// The stable reason that callers match on.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::NoRegulation { .. } => "NO_REGULATION",
            Self::NoCriteriaSet { .. } => "NO_CRITERIA_SET",
            Self::Answers(_) => "INVALID_REQUEST",
        }
    }
}
