//! The day of an instant, as the law and the registers of Viet Nam count days.

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

/// The time zone of all dates: Viet Nam's, UTC+7 without summer time.
pub const VIET_NAM: FixedOffset = FixedOffset::east_opt(7 * 60 * 60).unwrap();

/// The day of an instant in Viet Nam, where it begins at 17:00 UTC of the day before.
pub fn day_of(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&VIET_NAM).naive_local().date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_seven_hours_before_that_of_utc() {
        let day = |at: &str| day_of(at.parse().unwrap()).to_string();
        assert_eq!(day("2026-06-30T16:59:59Z"), "2026-06-30");
        assert_eq!(day("2026-06-30T17:00:00Z"), "2026-07-01");
    }
}
