use chrono::NaiveDate;
use uuid::Uuid;

use super::{MediaType, Sha256};

/// Why something is not done with evidence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("the evidence {id} is of another producer")]
    OfOtherProducer { id: Uuid },
    #[error("the evidence {id} proves something else")]
    OfOtherKind { id: Uuid },
    #[error("the evidence {id} was replaced or withdrawn")]
    NotCurrent { id: Uuid },
    #[error("a dossier uses the evidence {id}; replace it with a newer document instead")]
    InUse { id: Uuid },
    #[error("the evidence {id} was withdrawn on {on}")]
    Withdrawn { id: Uuid, on: NaiveDate },
    #[error("{announced} bytes were announced, {came} came")]
    FileSize { announced: u64, came: u64 },
    #[error("a file with the SHA-256 {announced} was announced, one with {came} came")]
    FileHash { announced: Sha256, came: Sha256 },
    #[error("the file is not {announced}: it does not begin as such files do")]
    FileType { announced: MediaType },
}

impl Refusal {
    /// The stable reason that callers match on.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::OfOtherProducer { .. } => "EVIDENCE_OF_OTHER_PRODUCER",
            Self::OfOtherKind { .. } => "EVIDENCE_OF_OTHER_KIND",
            Self::NotCurrent { .. } => "EVIDENCE_NOT_CURRENT",
            Self::InUse { .. } => "EVIDENCE_IN_USE",
            Self::Withdrawn { .. } => "EVIDENCE_WITHDRAWN",
            Self::FileSize { .. } => "SIZE_MISMATCH",
            Self::FileHash { .. } => "HASH_MISMATCH",
            Self::FileType { .. } => "MEDIA_TYPE_MISMATCH",
        }
    }
}
