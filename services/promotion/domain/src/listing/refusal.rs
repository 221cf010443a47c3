use chrono::NaiveDate;
use uuid::Uuid;

use super::STOCK_DAYS;

/// Why a rule of listings says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no listing of this product.
    #[error(
        "the product {0} has no listing: it never had a valid certificate since promotion runs"
    )]
    Unknown(Uuid),
    /// What will be is not known.
    #[error("the day of the stock has not come")]
    StockInFuture,
    /// It does not count any more.
    #[error("a stock of more than {STOCK_DAYS} days ago does not count")]
    StockTooOld,
    /// What is known is newer.
    #[error("the stock of a later day, {0}, was said already")]
    StockSaidLater(NaiveDate),
}

impl Refusal {
    /// The reason as a stable word.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "LISTING_UNKNOWN",
            Self::StockInFuture => "STOCK_IN_FUTURE",
            Self::StockTooOld => "STOCK_TOO_OLD",
            Self::StockSaidLater(_) => "STOCK_SAID_LATER",
        }
    }
}
