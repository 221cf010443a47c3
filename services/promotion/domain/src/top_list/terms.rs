//! What is planned of a top list.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Refusal;
use crate::listing::Branch;

/// The days on which something may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// The first.
    pub from: NaiveDate,
    /// The last.
    pub to: NaiveDate,
}

impl Window {
    /// Whether a day is one of them.
    pub fn has(self, day: NaiveDate) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

/// How many products a commune nominates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// The fewest.
    pub least: usize,
    /// The most.
    pub most: usize,
}

/// What is planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// What it is called.
    pub name: String,
    /// The year.
    pub year: i32,
    /// How many products it has.
    pub size: usize,
    /// How many products a commune nominates.
    pub share: Share,
    /// When communes nominate.
    pub nominating: Window,
    /// When the public votes, after that.
    pub voting: Window,
    /// What the vote counts, in percent; the points of the council count the rest.
    pub community_weight: u32,
    /// How many products a voter may choose.
    pub choices: usize,
    /// The branches that are left out.
    pub excluded: BTreeSet<Branch>,
    /// The subjects of the members of the council.
    pub council: BTreeSet<String>,
}

impl Terms {
    /// Checks that something may still be nominated.
    pub(super) fn require_to_come(&self, today: NaiveDate) -> Result<(), Refusal> {
        if self.nominating.to < today {
            return Err(Refusal::NominatingOver(self.nominating.to));
        }
        Ok(())
    }

    /// What the points of the council count, in percent.
    pub fn council_weight(&self) -> u32 {
        100_u32.saturating_sub(self.community_weight)
    }
}
