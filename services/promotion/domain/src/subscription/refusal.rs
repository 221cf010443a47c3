//! Why a rule of subscriptions says no.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::secret::MAX_PREVIOUS;

/// Why a rule of subscriptions says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no subscription with this id.
    #[error("there is no subscription with the id {0}")]
    Unknown(Uuid),
    /// It is active already.
    #[error("the subscription is active")]
    Active,
    /// Nothing is sent to it until it is resumed.
    #[error("the subscription is paused; resume it first")]
    Paused,
    /// Nothing is sent to it until it is enabled.
    #[error("the subscription is disabled; enable it first")]
    Disabled,
    /// It ended for good.
    #[error("the subscription was deleted; make a new one")]
    Deleted,
    /// The partner has as many subscriptions as it may have.
    #[error("the partner has {0} subscriptions, as many as it may have; delete one first")]
    QuotaUsedUp(u64),
    /// As many secrets sign as may, and none of them ends before its time.
    #[error(
        "{MAX_PREVIOUS} earlier secrets still sign, as many as may; the next of them ends at {}: rotate then, or without overlap, which ends all of them at once",
        .0.to_rfc3339()
    )]
    TooManySecrets(DateTime<Utc>),
}

impl Refusal {
    /// The reason as a stable word.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "SUBSCRIPTION_UNKNOWN",
            Self::Active => "SUBSCRIPTION_ACTIVE",
            Self::Paused => "SUBSCRIPTION_PAUSED",
            Self::Disabled => "SUBSCRIPTION_DISABLED",
            Self::Deleted => "SUBSCRIPTION_DELETED",
            Self::QuotaUsedUp(_) => "SUBSCRIPTION_QUOTA",
            Self::TooManySecrets(_) => "SECRETS_QUOTA",
        }
    }
}

/// How many subscriptions a partner may have at once. Those that were deleted do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota(pub u64);

impl Quota {
    /// Lets a partner that has `live` subscriptions make another.
    ///
    /// # Errors
    /// [`Refusal::QuotaUsedUp`].
    pub fn admit(self, live: u64) -> Result<(), Refusal> {
        if live >= self.0 {
            return Err(Refusal::QuotaUsedUp(self.0));
        }
        Ok(())
    }
}
