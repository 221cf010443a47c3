use uuid::Uuid;

use super::MAX_CORRECTIONS;

/// Why a rule of reported sales says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no product with this id.
    #[error("no product with the id {0} is known")]
    ProductUnknown(Uuid),
    /// What will be is not reported.
    #[error("the month has not come")]
    MonthNotCome,
    /// It is too long ago.
    #[error("the month is more than twenty years ago")]
    TooLongAgo,
    /// What is put right is put right for a reason.
    #[error("other figures were reported before; putting them right needs a reason")]
    ReasonMissing,
    /// A part is not more than the whole.
    #[error("no more can have been sold through modern channels than in all")]
    MoreThanAll,
    /// It was put right as often as is kept.
    #[error("the report was put right {MAX_CORRECTIONS} times, as often as is kept")]
    TooManyCorrections,
}

impl Refusal {
    /// The reason as a stable word.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::ProductUnknown(_) => "PRODUCT_UNKNOWN",
            Self::MonthNotCome => "MONTH_NOT_COME",
            Self::TooLongAgo => "MONTH_TOO_LONG_AGO",
            Self::ReasonMissing => "REASON_MISSING",
            Self::MoreThanAll => "MODERN_SALES_ABOVE_ALL",
            Self::TooManyCorrections => "TOO_MANY_CORRECTIONS",
        }
    }
}
