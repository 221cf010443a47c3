//! Values of the contract.

use chrono::{DateTime, Utc};

/// An instant on the wire.
pub fn timestamp(at: DateTime<Utc>) -> pbjson_types::Timestamp {
    at.into()
}
