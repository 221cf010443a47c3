//! How a use case says no.

use ocop_chassis::database::{self, StoreError};
use ocop_chassis::identity::OutOfScope;

use crate::domain::refusal;

/// Why a use case did nothing.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A rule of the domain.
    #[error(transparent)]
    Refused(#[from] refusal::Refusal),
    /// The caller may not do this here.
    #[error(transparent)]
    Denied(#[from] OutOfScope),
    /// The caller saw an older version.
    #[error("the {what} changed since it was read")]
    Stale {
        /// What changed.
        what: &'static str,
    },
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl database::UseCaseError for Error {
    fn store_error(&self) -> Option<&StoreError> {
        if let Self::Store(error) = self {
            Some(error)
        } else {
            None
        }
    }
}
