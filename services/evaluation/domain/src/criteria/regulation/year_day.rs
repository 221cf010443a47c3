//! Days of a round that come every year.

use std::fmt;

use chrono::{Datelike as _, NaiveDate};
use serde::Deserialize;

/// A day that every year has: month and day of the month. 29 February is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct YearDay {
    month: u32,
    day: u32,
}

/// A text that names no day of every year.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no day of every year: write the month and the day, such as 04-30")]
pub struct NotAYearDay(pub String);

impl YearDay {
    /// The day in a year; `None` for years beyond the calendar.
    pub fn in_year(self, year: i32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, self.month, self.day)
    }
}

impl fmt::Display for YearDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

impl TryFrom<String> for YearDay {
    type Error = NotAYearDay;

    fn try_from(text: String) -> Result<Self, NotAYearDay> {
        // 2023 has no 29 February, as most years.
        let date: Option<NaiveDate> = format!("2023-{text}").parse().ok();
        let read = date.map(|date| Self {
            month: date.month(),
            day: date.day(),
        });
        read.filter(|day| day.to_string() == text)
            .ok_or(NotAYearDay(text))
    }
}
