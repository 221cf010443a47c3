//! Why a use case does nothing.

use ocop_chassis::database::{self, StoreError};
use ocop_identity::OutOfScope;

use crate::domain::{
    Refusal, campaign, delivery, gift, partner, reward, sales, sales_point, subscription, top_list,
    trade,
};

/// Why a use case did nothing.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A rule of the domain.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The caller may not do this here.
    #[error(transparent)]
    Denied(#[from] OutOfScope),
    /// The database, or somebody else's change.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<partner::Refusal> for Error {
    fn from(refusal: partner::Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<subscription::Refusal> for Error {
    fn from(refusal: subscription::Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<delivery::Refusal> for Error {
    fn from(refusal: delivery::Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<sales_point::Refusal> for Error {
    fn from(refusal: sales_point::Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<top_list::Refusal> for Error {
    fn from(refusal: top_list::Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<campaign::Refusal> for Error {
    fn from(refusal: campaign::Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<gift::Refusal> for Error {
    fn from(refusal: gift::Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<sales::Refusal> for Error {
    fn from(refusal: sales::Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<trade::Refusal> for Error {
    fn from(refusal: trade::Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<reward::Refusal> for Error {
    fn from(refusal: reward::Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl database::UseCaseError for Error {
    fn store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            Self::Refused(_) | Self::Denied(_) => None,
        }
    }

    fn is_denied(&self) -> bool {
        matches!(self, Self::Denied(_))
    }
}
