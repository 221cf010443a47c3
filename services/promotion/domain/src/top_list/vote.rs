//! The votes of the public: one for each voter, kept in the order of casting.
//!
//! Who a voter is, promotion does not know. The system that knows identifies them, and a keyed hash of that stands for the voter: the same
//! voter has the same hash, and nobody can go back from it without the key.

use std::collections::{BTreeSet, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::{Refusal, State, Window};

/// What stands for a voter.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VoterHash(String);

impl VoterHash {
    /// Takes the hexadecimal digits of a hash.
    pub fn new(digits: String) -> Self {
        Self(digits)
    }

    /// Its hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A vote as it was cast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vote {
    /// Its place among the votes for the list, 1 for the first.
    pub sequence: u64,
    /// What stands for the voter.
    pub voter: VoterHash,
    /// Ids of the products that were chosen.
    pub products: BTreeSet<Uuid>,
    /// When it was cast.
    pub cast_at: DateTime<Utc>,
}

/// What must be known of a list to admit a vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Poll {
    /// Where the list stands.
    pub state: State,
    /// When votes are cast.
    pub voting: Window,
    /// How many products a voter may choose.
    pub choices: usize,
}

impl Poll {
    /// Whether a voter who has not voted may choose these products today.
    ///
    /// # Errors
    /// It is not the time, there are too many, or one is not nominated.
    pub fn admit(
        &self,
        chosen: &BTreeSet<Uuid>,
        nominated: &HashSet<Uuid>,
        today: NaiveDate,
    ) -> Result<(), Refusal> {
        self.state.require_open()?;
        if !self.voting.has(today) {
            return Err(Refusal::NotVoting(self.voting));
        }
        if !(1..=self.choices).contains(&chosen.len()) {
            return Err(Refusal::TooManyChoices(self.choices));
        }
        match chosen.iter().find(|id| !nominated.contains(id)) {
            Some(id) => Err(Refusal::NotNominated(*id)),
            None => Ok(()),
        }
    }
}
