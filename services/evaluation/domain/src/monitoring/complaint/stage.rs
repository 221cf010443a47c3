//! How far a complaint has come, with what is known there and nowhere else.

use serde::{Deserialize, Serialize};

use super::{Acceptance, ComplaintState, Rejection, Settlement};

/// How far a complaint has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Filed, and neither accepted nor refused.
    Filed,
    Accepted(Acceptance),
    Refused(Rejection),
    Decided {
        acceptance: Acceptance,
        settlement: Settlement,
    },
}

impl Stage {
    /// Its name.
    pub fn state(&self) -> ComplaintState {
        match self {
            Self::Filed => ComplaintState::Filed,
            Self::Accepted(_) => ComplaintState::Accepted,
            Self::Refused(_) => ComplaintState::Refused,
            Self::Decided { .. } => ComplaintState::Decided,
        }
    }

    /// Its acceptance, once it was accepted.
    pub fn acceptance(&self) -> Option<&Acceptance> {
        match self {
            Self::Accepted(acceptance) | Self::Decided { acceptance, .. } => Some(acceptance),
            Self::Filed | Self::Refused(_) => None,
        }
    }

    pub fn rejection(&self) -> Option<&Rejection> {
        match self {
            Self::Refused(rejection) => Some(rejection),
            _ => None,
        }
    }

    pub fn settlement(&self) -> Option<&Settlement> {
        match self {
            Self::Decided { settlement, .. } => Some(settlement),
            _ => None,
        }
    }
}
