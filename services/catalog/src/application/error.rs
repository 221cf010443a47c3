//! Why a use case does nothing.

use ocop_chassis::database::{self, StoreError};
use ocop_identity::OutOfScope;

use crate::domain::{
    Refusal, growing_area, merging, place, producer, product, support, trace, transfer,
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

impl From<place::Refusal> for Error {
    fn from(refusal: place::Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<producer::Refusal> for Error {
    fn from(refusal: producer::Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<product::Refusal> for Error {
    fn from(refusal: product::Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<transfer::Refusal> for Error {
    fn from(refusal: transfer::Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<growing_area::Refusal> for Error {
    fn from(refusal: growing_area::Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<merging::Refusal> for Error {
    fn from(refusal: merging::Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<support::Refusal> for Error {
    fn from(refusal: support::Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<trace::Refusal> for Error {
    fn from(refusal: trace::Refusal) -> Self {
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
