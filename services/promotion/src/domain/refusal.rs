//! Everything the domain refuses although the input was well formed. The edge maps each to a code and a stable reason.

use thiserror::Error;
use uuid::Uuid;

/// Why a command was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The product never had a listing.
    #[error("the product {0} has no listing: it was never certified while promotion looked")]
    ListingUnknown(Uuid),
    /// There is no such partner.
    #[error("there is no partner with the id {0}")]
    PartnerUnknown(Uuid),
    /// There is no such subscription.
    #[error("there is no subscription with the id {0}")]
    SubscriptionUnknown(Uuid),
    /// There is no such delivery.
    #[error("there is no delivery with the id {0}")]
    DeliveryUnknown(Uuid),
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

impl Refusal {
    /// The reason as a stable word.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::ListingUnknown(_) => "LISTING_UNKNOWN",
            Self::PartnerUnknown(_) => "PARTNER_UNKNOWN",
            Self::SubscriptionUnknown(_) => "SUBSCRIPTION_UNKNOWN",
            Self::DeliveryUnknown(_) => "DELIVERY_UNKNOWN",
            Self::PartnerLeft => "PARTNER_LEFT",
            Self::SubscriptionActive => "SUBSCRIPTION_ACTIVE",
            Self::SubscriptionDisabled => "SUBSCRIPTION_DISABLED",
        }
    }
}
