//! A unit in its period.

use std::borrow::Cow;
use std::fmt;

use chrono::{Days, NaiveDate};
use strum::{Display, EnumString};

use crate::{Code, Fault};

/// A text of a fact. Those of the program are read where they lie in it, without a copy of each.
pub type Text = Cow<'static, str>;

/// The level of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Kind {
    /// Province or centrally run city.
    Province,
    /// District. There are none since 1 July 2025.
    District,
    /// Commune, ward or special zone.
    Commune,
}

/// A span of days, both ends included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    /// The first day; `None` if it is not known or there always were.
    pub from: Option<NaiveDate>,
    /// The last day; `None` while it lasts.
    pub to: Option<NaiveDate>,
}

impl Period {
    /// Whether a day lies in it.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Whether some day lies in both.
    pub fn meets(&self, other: &Self) -> bool {
        let before = |one: &Self, two: &Self| matches!((one.to, two.from), (Some(to), Some(from)) if to < from);
        !before(self, other) && !before(other, self)
    }

    /// Whether every day of `other` lies in it, as far as the first days are known.
    pub fn covers(&self, other: &Self) -> bool {
        let begins = match (self.from, other.from) {
            (Some(own), Some(other)) => own <= other,
            (Some(own), None) => other.to.is_none_or(|to| own <= to),
            (None, _) => true,
        };
        let ends = match (self.to, other.to) {
            (Some(own), Some(other)) => other <= own,
            (Some(_), None) => false,
            (None, _) => true,
        };
        begins && ends
    }

    /// The day after its last one.
    pub fn next_day(&self) -> Option<NaiveDate> {
        self.to?.checked_add_days(Days::new(1))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        write!(f, "{}..{}", day(self.from), day(self.to))
    }
}

/// An administrative unit in its period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its official code.
    pub code: Code,
    /// Official name without its type, tone marks in the old places (Hòa).
    pub name: Text,
    /// Its level.
    pub kind: Kind,
    /// What it is called: "tỉnh", "thành phố", "huyện", "xã", "phường", "đặc khu" and so on.
    pub designation: Text,
    /// Code of the unit it lies in, throughout its period; `None` for a province.
    pub parent: Option<Code>,
    /// When it existed under this code, name and parent.
    pub period: Period,
    /// The act that made it; empty if it is not known.
    pub made_by: Text,
    /// The act that ended it; empty while it exists.
    pub ended_by: Text,
}

impl Kind {
    /// What units of the level are called, in small letters, or what that begins with.
    fn designations(self) -> &'static [&'static str] {
        match self {
            Self::Province => &["tỉnh", "thành phố"],
            Self::District => &["huyện", "quận", "thị xã", "thành phố"],
            Self::Commune => &["xã", "phường", "thị trấn", "đặc khu"],
        }
    }
}

impl Unit {
    /// That it is called what no unit of its level is. What it is called may be unknown.
    pub fn misnamed(&self) -> Option<Fault> {
        let called = self.designation.to_lowercase();
        let is_called = |word: &&'static str| {
            let rest = called.strip_prefix(*word);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        let fits = called.is_empty() || self.kind.designations().iter().any(is_called);
        (!fits).then(|| Fault::Designation {
            code: self.code.to_string(),
            designation: self.designation.to_string(),
            kind: self.kind,
        })
    }
}

/// How much of a unit went to a successor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Part {
    /// All of it.
    Whole,
    /// It was divided.
    Part,
}

/// What became of a unit that ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Succession {
    /// Code of the unit that ended.
    pub from: Code,
    /// Its last day.
    pub ended: NaiveDate,
    /// Code of the unit that exists from the next day.
    pub to: Code,
    /// How much of it went there.
    pub part: Part,
}
