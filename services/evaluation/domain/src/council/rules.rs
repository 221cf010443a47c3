//! A council's own regulation (quy chế hoạt động): the decision leaves to it how a vote is held, and
//! the regulations of the provinces differ.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Share of members that must vote where the council's regulation says nothing, in percent.
pub const DEFAULT_QUORUM_PERCENT: u32 = 75;

/// How many points the members' totals may lie apart where the council's regulation says nothing.
pub const DEFAULT_MAXIMUM_SPREAD: u32 = 10;

/// The rules of a council from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// The first day they hold.
    pub from: NaiveDate,
    /// Share of the members who may vote that must, in percent. The regulation names a
    /// [least number](crate::criteria::regulation::least_ballots) besides.
    pub quorum_percent: u32,
    /// Whether there is no count without the ballot of the chair, or of the member who
    /// [presides](super::delegation) in its place. A chair with a conflict of interest may not vote:
    /// then another member must preside.
    pub chair_must_vote: bool,
    /// How many members the council has at least, and how many of them may vote at least; 0 for any
    /// number. The decision names none.
    pub minimum_members: u32,
    /// How many points the members' totals may lie apart; `None` for any.
    pub maximum_spread: Option<u32>,
}

impl Rules {
    /// What holds where the council's regulation says nothing.
    pub fn usual(from: NaiveDate) -> Self {
        Self {
            from,
            quorum_percent: DEFAULT_QUORUM_PERCENT,
            chair_must_vote: false,
            minimum_members: 0,
            maximum_spread: Some(DEFAULT_MAXIMUM_SPREAD),
        }
    }

    /// How many of so many members must vote: the share rounded up, and never nobody.
    pub fn quorum(&self, members: usize) -> usize {
        (members * usize::try_from(self.quorum_percent).unwrap_or(100))
            .div_ceil(100)
            .max(1)
    }

    /// How many members must be able to vote, where `least` ballots are the least for a result.
    pub fn minimum(&self, least: usize) -> usize {
        let own = usize::try_from(self.minimum_members).unwrap_or(usize::MAX);
        own.max(least)
    }

    /// Whether so many members are as many as there must be.
    pub fn enough(&self, members: usize) -> bool {
        usize::try_from(self.minimum_members).is_ok_and(|minimum| members >= minimum)
    }
}
