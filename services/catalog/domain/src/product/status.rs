//! Where a product stands in its life.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumString};

/// The status of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumString, Serialize, Deserialize)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Prepared, and not shown as made yet.
    Draft,
    /// Made today.
    Active,
    /// Not made for a time.
    Suspended,
    /// No longer made.
    Retired,
}

impl Status {
    /// Whether a product of this status may take another one. What is retired stays retired.
    pub(super) fn may_become(self, to: Self) -> bool {
        matches!(
            (self, to),
            (Self::Draft | Self::Suspended, Self::Active)
                | (Self::Active, Self::Suspended)
                | (Self::Draft | Self::Active | Self::Suspended, Self::Retired)
        )
    }
}
