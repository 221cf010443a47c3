use chrono::NaiveDate;
use uuid::Uuid;

use super::{MediaType, Sha256};

/// Why something is not done with evidence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Evidence of another producer.
    #[error("the evidence {id} is of another producer")]
    OfOtherProducer {
        /// Its id.
        id: Uuid,
    },
    /// Evidence of one kind in the place of one of another.
    #[error("the evidence {id} proves something else")]
    OfOtherKind {
        /// Its id.
        id: Uuid,
    },
    /// Evidence that was replaced or withdrawn.
    #[error("the evidence {id} was replaced or withdrawn")]
    NotCurrent {
        /// Its id.
        id: Uuid,
    },
    /// Evidence that a dossier refers to.
    #[error("a dossier uses the evidence {id}; replace it with a newer document instead")]
    InUse {
        /// Its id.
        id: Uuid,
    },
    /// Evidence that was withdrawn.
    #[error("the evidence {id} was withdrawn on {on}")]
    Withdrawn {
        /// Its id.
        id: Uuid,
        /// The day.
        on: NaiveDate,
    },
    /// A file longer or shorter than announced.
    #[error("{announced} bytes were announced, {came} came")]
    FileSize {
        /// Bytes announced.
        announced: u64,
        /// Bytes that came, as far as they were taken.
        came: u64,
    },
    /// A file with another SHA-256 than announced.
    #[error("a file with the SHA-256 {announced} was announced, one with {came} came")]
    FileHash {
        /// The one announced.
        announced: Sha256,
        /// That of what came.
        came: Sha256,
    },
    /// A file that does not begin as one of its type does.
    #[error("the file is not {announced}: it does not begin as such files do")]
    FileType {
        /// The type announced.
        announced: MediaType,
    },
}

impl Refusal {
    /// The stable word by which callers tell refusals apart.
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
