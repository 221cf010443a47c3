//! Working days in Viet Nam: terms that the law counts in working days skip weekends and public
//! holidays. Which days these are is data by year (`calendar/viet-nam.toml`).

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::{Datelike as _, Days, NaiveDate, Weekday};
use serde::Deserialize;

const FILE: &str = include_str!("../../calendar/viet-nam.toml");

static VIET_NAM: LazyLock<Calendar> = LazyLock::new(|| {
    Calendar::read(FILE).expect("the calendar of the project is read by a test of this file")
});

/// Which days are worked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    every_year: Vec<(u32, u32)>,
    closed: BTreeSet<NaiveDate>,
    open: BTreeSet<NaiveDate>,
}

/// Something wrong with the file of a calendar.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarDefect {
    /// It is not TOML of the right shape; the message has line and column.
    #[error("{0}")]
    Shape(String),
    /// A day that is not of the form it should have.
    #[error("{0:?} is no day: write 2026-02-16, or 04-30 for every year")]
    NoDay(String),
    /// A day under another year than its own.
    #[error("{day} stands under {year}")]
    OtherYear {
        /// The day.
        day: NaiveDate,
        /// The year it stands under.
        year: i32,
    },
    /// A closed day that is a weekend, or an open one that is not.
    #[error("{0} is said to be what it is anyway")]
    Idle(NaiveDate),
    /// A year that stands there twice.
    #[error("{0} stands there twice")]
    Twice(i32),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    every_year: Vec<String>,
    year: Vec<Year>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Year {
    year: i32,
    #[serde(rename = "announced")]
    _announced: bool,
    closed: Vec<String>,
    open: Vec<String>,
}

impl Calendar {
    /// The calendar of the public offices of Viet Nam.
    pub fn viet_nam() -> &'static Self {
        &VIET_NAM
    }

    /// Reads a calendar.
    ///
    /// # Errors
    /// The first thing wrong with it.
    pub fn read(text: &str) -> Result<Self, CalendarDefect> {
        let file: File =
            toml::from_str(text).map_err(|error| CalendarDefect::Shape(error.to_string()))?;
        let mut calendar = Self {
            every_year: file
                .every_year
                .iter()
                .map(|day| day_of_every_year(day))
                .collect::<Result<_, _>>()?,
            closed: BTreeSet::new(),
            open: BTreeSet::new(),
        };
        let mut seen = BTreeSet::new();
        for year in file.year {
            if !seen.insert(year.year) {
                return Err(CalendarDefect::Twice(year.year));
            }
            for (days, into, weekend) in [
                (&year.closed, &mut calendar.closed, false),
                (&year.open, &mut calendar.open, true),
            ] {
                for text in days {
                    let day: NaiveDate = text
                        .parse()
                        .map_err(|_| CalendarDefect::NoDay(text.clone()))?;
                    if day.year() != year.year {
                        let year = year.year;
                        return Err(CalendarDefect::OtherYear { day, year });
                    }
                    if is_weekend(day) != weekend {
                        return Err(CalendarDefect::Idle(day));
                    }
                    into.insert(day);
                }
            }
        }
        Ok(calendar)
    }

    /// Whether offices are open.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        if self.open.contains(&day) {
            return true;
        }
        !is_weekend(day)
            && !self.closed.contains(&day)
            && !self.every_year.contains(&(day.month(), day.day()))
    }

    /// The last day of a term of so many working days that starts with something on `from`. The day
    /// itself is not counted (Civil Code 2015, Article 147.2).
    pub fn after_working_days(&self, from: NaiveDate, days: u32) -> NaiveDate {
        let (mut day, mut left) = (from, days);
        while left > 0 {
            let Some(next) = day.checked_add_days(Days::new(1)) else {
                return NaiveDate::MAX;
            };
            day = next;
            if self.is_working_day(day) {
                left -= 1;
            }
        }
        day
    }
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

fn day_of_every_year(text: &str) -> Result<(u32, u32), CalendarDefect> {
    // A leap year knows every day that any year has.
    let day: NaiveDate = format!("2028-{text}")
        .parse()
        .map_err(|_| CalendarDefect::NoDay(text.to_owned()))?;
    Ok((day.month(), day.day()))
}

/// A step dated before the one it follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{on} is before {before}, the day of the step before")]
pub struct BeforePreviousStep {
    /// The date given.
    pub on: NaiveDate,
    /// The date it may not be before.
    pub before: NaiveDate,
}

impl BeforePreviousStep {
    /// The stable word by which callers tell it apart.
    pub const REASON: &str = "BEFORE_PREVIOUS_STEP";
}

/// Checks that a step is not dated before the one it follows, if there is one.
///
/// # Errors
/// It is.
pub fn not_before(on: NaiveDate, before: Option<NaiveDate>) -> Result<(), BeforePreviousStep> {
    match before {
        Some(before) if on < before => Err(BeforePreviousStep { on, before }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn due(from: &str, days: u32) -> NaiveDate {
        Calendar::viet_nam().after_working_days(day(from), days)
    }

    #[test]
    fn fifteen_working_days_are_three_weeks_where_no_holiday_lies_between() {
        assert_eq!(due("2026-06-01", 15), day("2026-06-22"));
        assert_eq!(due("2026-06-01", 0), day("2026-06-01"));
        // Handed in on a Saturday: Monday is the first day.
        assert_eq!(due("2026-06-06", 1), day("2026-06-08"));
    }

    #[test]
    fn tet_does_not_count() {
        // Friday 13 February 2026, then a week of Tết: Monday 23 February is the first day.
        assert_eq!(due("2026-02-13", 1), day("2026-02-23"));
        assert_eq!(due("2026-02-13", 15), day("2026-03-13"));
    }

    #[test]
    fn national_day_and_the_day_moved_before_it_do_not_count_but_the_saturday_worked_for_it_does() {
        assert_eq!(due("2026-08-21", 1), day("2026-08-22"));
        assert_eq!(due("2026-08-28", 1), day("2026-09-03"));
    }

    #[test]
    fn a_year_that_is_not_in_the_file_has_weekends_and_fixed_days() {
        let calendar = Calendar::viet_nam();
        assert!(!calendar.is_working_day(day("2040-05-01")));
        assert!(!calendar.is_working_day(day("2040-09-01"))); // a Saturday
        assert!(calendar.is_working_day(day("2040-09-03")));
    }

    #[test]
    fn a_slip_in_the_file_is_found() {
        let file = |year: &str| {
            Calendar::read(&format!(
                "every_year = []\n[[year]]\nannounced = true\n{year}"
            ))
        };
        let wrong = [
            (
                "year = 2026\nclosed = [\"2026-02-14\"]\nopen = []",
                "is said to be",
            ),
            (
                "year = 2026\nclosed = []\nopen = [\"2026-08-21\"]",
                "is said to be",
            ),
            (
                "year = 2026\nclosed = [\"2027-02-15\"]\nopen = []",
                "stands under 2026",
            ),
            (
                "year = 2026\nclosed = [\"2026-02-30\"]\nopen = []",
                "is no day",
            ),
            ("year = 2026\nclosed = []", "missing field"),
        ];
        for (year, why) in wrong {
            let defect = file(year).unwrap_err().to_string();
            assert!(defect.contains(why), "{defect}");
        }
        assert!(Calendar::read("every_year = [\"13-01\"]\nyear = []").is_err());
    }

    proptest::proptest! {
        #[test]
        fn a_term_ends_on_a_working_day_and_holds_as_many_as_it_says(offset in 0_u64..1_000, days in 1_u32..60) {
            let calendar = Calendar::viet_nam();
            let from = day("2025-12-01") + Days::new(offset);
            let end = calendar.after_working_days(from, days);
            proptest::prop_assert!(calendar.is_working_day(end));
            let counted = from.iter_days().skip(1).take_while(|day| *day <= end);
            let worked = counted.filter(|day| calendar.is_working_day(*day)).count();
            proptest::prop_assert_eq!(worked, days as usize);
        }
    }
}
