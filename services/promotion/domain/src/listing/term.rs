//! Until when something holds.

use chrono::NaiveDate;

/// Until when something holds: the later, the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Term {
    /// It does not hold.
    Never,
    /// Until the end of a day, which may be over.
    Until(NaiveDate),
    /// It does not end.
    Always,
}

impl Term {
    /// Without an end if it holds.
    pub fn of(holds: bool) -> Self {
        if holds { Self::Always } else { Self::Never }
    }

    /// Whether it holds on a day.
    pub fn holds(self, day: NaiveDate) -> bool {
        match self {
            Self::Never => false,
            Self::Until(last) => day <= last,
            Self::Always => true,
        }
    }
}
