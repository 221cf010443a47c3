//! How much of a product there is.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Amount, Refusal};

/// Days for which it counts how much there was: nobody knows it of an older day.
pub const STOCK_DAYS: u64 = 30;

/// How much of a product there was on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stock {
    /// How much.
    pub amount: Amount,
    /// The day.
    pub on: NaiveDate,
}

impl Stock {
    /// The last day on which it counts.
    pub fn counts_to(&self) -> NaiveDate {
        let last = self.on.checked_add_days(Days::new(STOCK_DAYS));
        last.unwrap_or(self.on)
    }

    /// Checks that it may be said today, after what was said before.
    pub(super) fn require_sayable(
        &self,
        before: Option<&Self>,
        today: NaiveDate,
    ) -> Result<(), Refusal> {
        if self.on > today {
            return Err(Refusal::StockInFuture);
        }
        if self.counts_to() < today {
            return Err(Refusal::StockTooOld);
        }
        match before.filter(|before| before.on > self.on) {
            Some(later) => Err(Refusal::StockSaidLater(later.on)),
            None => Ok(()),
        }
    }
}
