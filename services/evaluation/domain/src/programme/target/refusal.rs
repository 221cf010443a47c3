use super::TargetProblem;
use crate::list;

/// Why a target is not set or changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("the target makes no sense: {}", list(.0))]
    Terms(Vec<TargetProblem>),
    #[error("no more than {most} targets are kept of one province")]
    TooMany { most: u64 },
}

impl Refusal {
    /// The stable reason that callers match on.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Terms(_) => "INVALID_REQUEST",
            Self::TooMany { .. } => "TOO_MANY_TARGETS",
        }
    }
}
