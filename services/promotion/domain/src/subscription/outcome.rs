//! What became of an attempt to post an event.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What became of an attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The receiver answered.
    Answered {
        /// The HTTP status.
        status: u16,
        /// The wait it asked for.
        retry_after: Option<Duration>,
        /// The beginning of its answer, for the record.
        body: String,
    },
    /// We did not call: the URL leads to an address that is not called. In words.
    Refused(String),
    /// No whole answer within the time allowed.
    TimedOut,
    /// No connection, or it broke. In words.
    Failed(String),
}

impl Outcome {
    /// An answer without a body and without a wish.
    pub fn answered(status: u16) -> Self {
        Self::Answered {
            status,
            retry_after: None,
            body: String::new(),
        }
    }

    /// Whether the receiver took the event: any status of 200 to 299.
    pub fn is_success(&self) -> bool {
        matches!(
            self,
            Self::Answered {
                status: 200..=299,
                ..
            }
        )
    }

    /// Whether the receiver wants nothing more, ever: 410 Gone.
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::Answered { status: 410, .. })
    }

    /// The HTTP status, if there was an answer.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Answered { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// The wait that the receiver asked for.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Answered { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answered { status, .. } => write!(f, "the receiver answered {status}"),
            Self::Refused(why) => write!(f, "not called: {why}"),
            Self::TimedOut => f.write_str("no answer in time"),
            Self::Failed(why) => write!(f, "no answer: {why}"),
        }
    }
}
