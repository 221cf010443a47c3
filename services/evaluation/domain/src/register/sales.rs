//! What was sold of a product in a month, as its producer reports it to promotion.

use std::str::FromStr;

use chrono::{Datelike as _, NaiveDate};
use uuid::Uuid;

/// A month of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(i32);

impl Month {
    pub fn of(day: NaiveDate) -> Self {
        Self(day.year() * 12 + day.month0().cast_signed())
    }

    /// Its place in the row of months.
    pub fn number(self) -> i32 {
        self.0
    }

    /// So many months before it.
    #[must_use]
    pub fn before(self, months: i32) -> Self {
        Self(self.0 - months)
    }
}

/// That a text is no month, YYYY-MM.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a month, YYYY-MM")]
pub struct NoMonth;

impl FromStr for Month {
    type Err = NoMonth;

    fn from_str(text: &str) -> Result<Self, NoMonth> {
        let first: NaiveDate = format!("{text}-01").parse().map_err(|_| NoMonth)?;
        Ok(Self::of(first))
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (year, month) = (self.0.div_euclid(12), self.0.rem_euclid(12) + 1);
        write!(f, "{year:04}-{month:02}")
    }
}

/// A report of sales as promotion last published it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SalesReport {
    /// Its id in promotion.
    pub id: Uuid,
    pub product_id: Uuid,
    pub producer_id: Uuid,
    pub month: Month,
    /// For how much was sold, in VND.
    pub vnd: u64,
    /// How much of that through modern channels.
    pub modern_vnd: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_as_it_is_written_and_counted_over_the_years() {
        let month: Month = "2026-01".parse().unwrap();
        assert_eq!(month.to_string(), "2026-01");
        assert_eq!(month.before(1).to_string(), "2025-12");
        assert_eq!(month.before(13).to_string(), "2024-12");
        assert_eq!(Month::of("2026-01-31".parse().unwrap()), month);
        for wrong in ["", "2026", "2026-13", "2026-1-1", "tháng 1"] {
            assert_eq!(wrong.parse::<Month>(), Err(NoMonth), "{wrong}");
        }
    }
}
