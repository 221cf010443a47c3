//! Working days in Viet Nam: terms that the law counts in working days skip weekends and public
//! holidays. Which days these are is data by year (`calendar/viet-nam.toml`).

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::{Datelike as _, Days, NaiveDate, Weekday};
use serde::Deserialize;

const FILE: &str = include_str!("../../../calendar/viet-nam.toml");

static VIET_NAM: LazyLock<Calendar> = LazyLock::new(|| {
    Calendar::read(FILE).expect("the calendar of the project is read by a test of this file")
});

/// Which days are worked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Month and day, and the first year in which it is closed.
    every_year: Vec<(u32, u32, i32)>,
    closed: BTreeSet<NaiveDate>,
    open: BTreeSet<NaiveDate>,
}

/// Something wrong with the file of a calendar.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarDefect {
    /// It is not TOML of the right shape; the message has line and column.
    #[error("{0}")]
    Shape(String),
    #[error("{0:?} is no day: write 2026-02-16, or 04-30 for every year")]
    NoDay(String),
    #[error("{day} stands under {year}")]
    OtherYear { day: NaiveDate, year: i32 },
    #[error("{0} is said to be what it is anyway")]
    Idle(NaiveDate),
    #[error("{0} stands there twice")]
    Twice(i32),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    every_year: Vec<String>,
    #[serde(default)]
    since: Vec<Since>,
    year: Vec<Year>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Since {
    year: i32,
    day: String,
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
        let always = file.every_year.iter().map(|day| (day, i32::MIN));
        let fixed = always.chain(file.since.iter().map(|since| (&since.day, since.year)));
        let mut calendar = Self {
            every_year: fixed
                .map(|(day, since)| day_of_every_year(day).map(|(month, day)| (month, day, since)))
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

    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        if self.open.contains(&day) {
            return true;
        }
        !is_weekend(day) && !self.closed.contains(&day) && !self.is_fixed_holiday(day)
    }

    fn is_fixed_holiday(&self, day: NaiveDate) -> bool {
        let here = (day.month(), day.day());
        self.every_year
            .iter()
            .any(|&(month, date, since)| (month, date) == here && since <= day.year())
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
    /// The stable reason that callers match on.
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
mod tests;
