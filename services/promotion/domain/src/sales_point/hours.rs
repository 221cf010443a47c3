//! When a point is open: the same hours every week, less days on which it is closed.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use serde::{Deserialize, Serialize};

/// Minutes of a day.
const DAY: u32 = 24 * 60;

/// Some hours of a day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Opening {
    /// The day of the week: 1 is Monday, 7 Sunday.
    pub weekday: u32,
    /// The minute of the day in which it opens.
    pub from: u32,
    /// The minute in which it closes; 1,440 is midnight.
    pub to: u32,
}

/// What makes no sense in hours. The number is the place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoursProblem {
    /// There is no such day of the week.
    Weekday(usize),
    /// It does not close after it opens on the same day.
    Backwards(usize),
    /// It meets other hours of the day.
    Overlap(usize),
}

/// When a point is open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// The hours of every week.
    pub openings: Vec<Opening>,
    /// Days on which it is closed all the same.
    pub closed: BTreeSet<NaiveDate>,
}

impl Hours {
    /// Everything in it that makes no sense.
    pub fn problems(&self) -> Vec<HoursProblem> {
        let mut problems = Vec::new();
        for (index, opening) in self.openings.iter().enumerate() {
            if !(1..=7).contains(&opening.weekday) {
                problems.push(HoursProblem::Weekday(index));
            }
            if opening.from >= opening.to || opening.to > DAY {
                problems.push(HoursProblem::Backwards(index));
            }
            let meets = |other: &Opening| {
                other.weekday == opening.weekday
                    && other.from < opening.to
                    && opening.from < other.to
            };
            if self.openings.iter().take(index).any(meets) {
                problems.push(HoursProblem::Overlap(index));
            }
        }
        problems
    }

    /// Whether it is open at a time of its place.
    pub fn open_at(&self, at: NaiveDateTime) -> bool {
        let weekday = at.weekday().number_from_monday();
        let minute = at.hour() * 60 + at.minute();
        let holds = |opening: &Opening| {
            opening.weekday == weekday && (opening.from..opening.to).contains(&minute)
        };
        !self.closed.contains(&at.date()) && self.openings.iter().any(holds)
    }
}
