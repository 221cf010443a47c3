//! Why a rule of partners says no.

use chrono::NaiveDate;
use thiserror::Error;
use uuid::Uuid;

use super::{MAX_CREDENTIALS, MAX_STEPS, MatchStage};

/// Why a rule of partners says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Refusal {
    /// There is no partner with this id.
    #[error("there is no partner with the id {0}")]
    Unknown(Uuid),
    /// It has left; what was is still readable.
    #[error("the partner has left")]
    Left,
    /// Who has not left does not come back.
    #[error("the partner has not left")]
    Present,
    /// There are no credentials with this id.
    #[error("there are no credentials with the id {0}")]
    CredentialsUnknown(Uuid),
    /// They were revoked before.
    #[error("the credentials were revoked already")]
    CredentialsRevoked,
    /// There is no match with this id.
    #[error("there is no match with the id {0}")]
    MatchUnknown(Uuid),
    /// What is recorded of a match goes forward.
    #[error("a match that stands at {from} does not go on to {to}")]
    OtherStage {
        /// Where it stands.
        from: MatchStage,
        /// Where it was to stand.
        to: MatchStage,
    },
    /// The product does not fit any more.
    #[error("the match has ended; what was begun can be ended or refused, nothing else")]
    MatchOver,
    /// A refusal says why.
    #[error("a refusal needs a reason")]
    StepReasonMissing,
    /// Steps are recorded in the order of their days.
    #[error("the day is before the last step, {0}")]
    StepTooEarly(NaiveDate),
    /// What will be is not on record.
    #[error("the day has not come yet")]
    StepTooLate,
    /// It has as many steps as are kept.
    #[error("the match has {MAX_STEPS} steps, as many as are kept")]
    TooManySteps,
    /// There is no NATS for partners here.
    #[error("this system does not offer NATS to partners; use webhooks or ListMatches")]
    NatsNotOffered,
    /// The partner has as many as it may have.
    #[error(
        "the partner has {MAX_CREDENTIALS} valid credentials, as many as it may have; revoke some first"
    )]
    CredentialsQuota,
}

impl Refusal {
    /// The reason as a stable word.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "PARTNER_UNKNOWN",
            Self::Left => "PARTNER_LEFT",
            Self::Present => "PARTNER_PRESENT",
            Self::CredentialsUnknown(_) => "CREDENTIALS_UNKNOWN",
            Self::CredentialsRevoked => "CREDENTIALS_REVOKED",
            Self::MatchUnknown(_) => "MATCH_UNKNOWN",
            Self::OtherStage { .. } => "OTHER_STAGE",
            Self::MatchOver => "MATCH_ENDED",
            Self::StepReasonMissing => "REASON_MISSING",
            Self::StepTooEarly(_) => "STEP_TOO_EARLY",
            Self::StepTooLate => "STEP_TOO_LATE",
            Self::TooManySteps => "TOO_MANY_STEPS",
            Self::NatsNotOffered => "NATS_NOT_OFFERED",
            Self::CredentialsQuota => "CREDENTIALS_QUOTA",
        }
    }
}
