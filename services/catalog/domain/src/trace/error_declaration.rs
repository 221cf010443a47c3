//! That an event was recorded wrongly (EPCIS 2.0, section 7.3.5.5). It is said by the same event with the declaration.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{ErrorReason, TraceEvent};

/// That an event was recorded wrongly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorDeclaration {
    /// When that was declared.
    pub declared: DateTime<Utc>,
    /// Why.
    pub reason: Option<ErrorReason>,
    /// Ids of the events that say it rightly.
    pub corrected_by: Vec<String>,
}

/// What an event says that has the id of one that is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    /// The same. One that was declared in error stays so when it is given without the declaration.
    Same,
    /// That the recorded one is in error.
    InError,
    /// That it is in error for another reason, or with other corrections, than was declared before.
    OtherError,
    /// Something else.
    Other,
}

impl TraceEvent {
    /// Whether it says the same as another, also of the clock where it happened: the same instant with another offset is
    /// another event.
    pub fn is_same(&self, other: &Self) -> bool {
        self == other && self.time.offset() == other.time.offset()
    }

    /// What it says beside the event that is recorded under its id.
    pub fn again(&self, recorded: &Self) -> Again {
        let undeclared = |event: &Self| Self {
            error: None,
            ..event.clone()
        };
        match (&recorded.error, &self.error) {
            _ if !undeclared(self).is_same(&undeclared(recorded)) => Again::Other,
            (None, Some(_)) => Again::InError,
            (Some(before), Some(now)) if before != now => Again::OtherError,
            _ => Again::Same,
        }
    }
}
