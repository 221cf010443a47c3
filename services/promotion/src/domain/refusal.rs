//! Everything the domain refuses although the input was well formed. The edge maps each to a code and a stable reason.

use thiserror::Error;

/// Why a command was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Refusal {
    /// A partner that left cannot be changed; a new one is registered instead.
    #[error("the partner has left and cannot be changed")]
    PartnerLeft,
    /// Only a disabled subscription can be enabled.
    #[error("the subscription is active, there is nothing to enable")]
    SubscriptionActive,
    /// Nothing is sent to a disabled subscription; it is enabled first.
    #[error("the subscription is disabled; enable it first")]
    SubscriptionDisabled,
}
