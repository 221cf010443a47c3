//! Sales of a programme's products, by the monthly reports of their producers: who sells through modern channels, and how sales
//! grew against the year before.

use chrono::NaiveDate;

use crate::programme::target::WHOLE;
use crate::register::sales::Month;

/// How many months are looked at.
const MONTHS: i32 = 12;

/// The twelve months up to the last that is over on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TwelveMonths {
    pub first: Month,
    pub last: Month,
}

impl TwelveMonths {
    /// A month is over from its last day on.
    pub fn until(day: NaiveDate) -> Self {
        let next = day.succ_opt().unwrap_or(day);
        let last = Month::of(next).before(1);
        Self {
            first: last.before(MONTHS - 1),
            last,
        }
    }

    /// The same months of the year before.
    #[must_use]
    pub fn year_before(self) -> Self {
        Self {
            first: self.first.before(MONTHS),
            last: self.last.before(MONTHS),
        }
    }

    /// Whether a month is one of them.
    pub fn hold(self, month: Month) -> bool {
        self.first <= month && month <= self.last
    }
}

/// What was sold in the twelve months and in the same months of the year before. A month of a product counts on both sides if it was
/// reported for both years, and on neither otherwise: what is not known is no growth and no decline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Growth {
    /// How many products have such a month.
    pub products: u32,
    /// Of how many with a valid certificate.
    pub of_products: u32,
    pub vnd: u64,
    pub before_vnd: u64,
}

impl Growth {
    /// By how much sales grew, in hundredths of a percent, rounded down; less than nothing if they fell, and `None` of nothing.
    pub fn hundredths(&self) -> Option<i64> {
        if self.before_vnd == 0 {
            return None;
        }
        let (now, before) = (i128::from(self.vnd), i128::from(self.before_vnd));
        let grown = ((now - before) * i128::from(WHOLE)).div_euclid(before);
        Some(i64::try_from(grown).unwrap_or(i64::MAX))
    }

    /// Whether sales grew by so many hundredths of a percent.
    pub fn reaches(&self, goal: u32) -> bool {
        self.hundredths()
            .is_some_and(|grown| grown >= i64::from(goal))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(day: &str) -> String {
        let months = TwelveMonths::until(day.parse().unwrap());
        assert!(months.hold(months.first) && months.hold(months.last));
        assert!(!months.hold(months.last.before(12)));
        assert!(months.year_before().hold(months.last.before(12)));
        format!("{} {}", months.first, months.last)
    }

    #[test]
    fn the_twelve_months_end_with_the_last_that_is_over_on_the_day() {
        assert_eq!(months("2026-06-30"), "2025-07 2026-06");
        assert_eq!(months("2026-06-29"), "2025-06 2026-05");
        assert_eq!(months("2026-12-31"), "2026-01 2026-12");
        assert_eq!(months("2027-01-01"), "2026-01 2026-12");
        assert_eq!(months("2024-02-28"), "2023-02 2024-01");
        assert_eq!(months("2024-02-29"), "2023-03 2024-02");
    }

    #[test]
    fn growth_is_rounded_down_and_of_nothing_there_is_none() {
        let grown = |before_vnd, vnd| Growth {
            before_vnd,
            vnd,
            ..Growth::default()
        };
        assert_eq!(grown(100, 130).hundredths(), Some(3_000));
        assert_eq!(grown(3, 4).hundredths(), Some(3_333));
        assert_eq!(grown(3, 2).hundredths(), Some(-3_334));
        assert_eq!(grown(100, 0).hundredths(), Some(-10_000));
        assert_eq!(grown(0, 5).hundredths(), None);
        assert!(grown(100, 130).reaches(3_000));
        assert!(!grown(1_000_000, 1_299_999).reaches(3_000));
        assert!(!grown(0, 5).reaches(1));
        let most = 100_000_000_000_000_000;
        assert_eq!(grown(1, most).hundredths(), Some(i64::MAX));
    }
}
