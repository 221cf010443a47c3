//! How far an inspection has come.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::Display;

use super::{Declined, Finding, Proposal, Remedy};

/// Where an inspection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Display)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum InspectionState {
    /// Not held yet.
    Planned,
    /// Nothing was found.
    InOrder,
    /// Something was found, and no remedy was asked for.
    Found,
    /// Remedies are awaited.
    RemedyDue,
    /// Every remedy was confirmed.
    Remedied,
    /// A remedy was not there after its day.
    RemedyMissing,
    RevocationProposed,
    Revoked,
    /// It is not held.
    Cancelled,
}

impl InspectionState {
    /// Where it stands, for people: "the inspection is …".
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Planned => "planned and not held",
            Self::InOrder => "held, with nothing found",
            Self::Found => "held, with findings and no remedy asked for",
            Self::RemedyDue => "waiting for remedies",
            Self::Remedied => "closed, with every remedy confirmed",
            Self::RemedyMissing => "held, with a remedy missing",
            Self::RevocationProposed => "at the proposal to revoke",
            Self::Revoked => "closed, with the certificate revoked",
            Self::Cancelled => "cancelled",
        }
    }
}

/// What an inspection found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    pub on: NaiveDate,
    pub findings: Vec<Finding>,
    /// The proposals that were declined, in the order of their days.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub declined: Vec<Declined>,
}

/// How far an inspection has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Not held yet.
    Planned,
    /// It is not held.
    Cancelled {
        on: NaiveDate,
        reason: String,
    },
    Held(Held),
    Proposed {
        held: Held,
        proposal: Proposal,
    },
    Revoked {
        held: Held,
        proposal: Proposal,
        /// The day of the decision that revoked the certificate.
        on: NaiveDate,
    },
}

impl Held {
    /// Where an inspection stands that found this: a remedy that is missing outweighs those still
    /// awaited, those still awaited the ones that were confirmed.
    pub(super) fn state(&self) -> InspectionState {
        let remedies = || self.findings.iter().filter_map(|it| it.remedy.as_ref());
        let missing = |remedy: &Remedy| remedy.check.as_ref().is_some_and(|check| !check.met);
        if self.findings.is_empty() {
            InspectionState::InOrder
        } else if remedies().next().is_none() {
            InspectionState::Found
        } else if remedies().any(missing) {
            InspectionState::RemedyMissing
        } else if self.awaited().next().is_some() {
            InspectionState::RemedyDue
        } else {
            InspectionState::Remedied
        }
    }

    /// The remedies of which nothing is known yet.
    pub(super) fn awaited(&self) -> impl Iterator<Item = &Remedy> {
        let remedies = self.findings.iter().filter_map(|it| it.remedy.as_ref());
        remedies.filter(|remedy| remedy.check.is_none())
    }
}

impl Stage {
    pub fn state(&self) -> InspectionState {
        match self {
            Self::Planned => InspectionState::Planned,
            Self::Cancelled { .. } => InspectionState::Cancelled,
            Self::Held(held) => held.state(),
            Self::Proposed { .. } => InspectionState::RevocationProposed,
            Self::Revoked { .. } => InspectionState::Revoked,
        }
    }

    /// What it found, once it was held.
    pub fn held(&self) -> Option<&Held> {
        match self {
            Self::Planned | Self::Cancelled { .. } => None,
            Self::Held(held) | Self::Proposed { held, .. } | Self::Revoked { held, .. } => {
                Some(held)
            }
        }
    }

    /// The proposal to revoke.
    pub fn proposal(&self) -> Option<&Proposal> {
        match self {
            Self::Proposed { proposal, .. } | Self::Revoked { proposal, .. } => Some(proposal),
            Self::Planned | Self::Cancelled { .. } | Self::Held(_) => None,
        }
    }

    /// The day on which it was cancelled, and why.
    pub fn cancelled(&self) -> Option<(NaiveDate, &str)> {
        match self {
            Self::Cancelled { on, reason } => Some((*on, reason)),
            _ => None,
        }
    }

    /// The day of the decision that revoked the certificate.
    pub fn revoked_on(&self) -> Option<NaiveDate> {
        match self {
            Self::Revoked { on, .. } => Some(*on),
            _ => None,
        }
    }
}
