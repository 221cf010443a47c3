//! Mistakes put right on record: the new value counts, and the old one stays beside it with the reason.
//!
//! Whoever corrects says so with [`Grounds`]; the aggregate asks anew what later steps rest on, changes the value and
//! adds a [`Correction`] to its list for each field that is another now.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Most corrections that one resource keeps.
pub const MOST: usize = 100;

/// A value that was put right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The field of the contract that is another now, such as `endorsed_on` or `decision.number`.
    pub field: String,
    /// What it was; empty if there was nothing.
    pub before: String,
    /// What it is since; empty if it was taken away.
    pub after: String,
    pub reason: String,
    /// The subject of who corrected it.
    pub by: String,
    pub at: DateTime<Utc>,
}

/// Why something is corrected, by whom and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grounds {
    pub reason: String,
    /// The subject of who corrects.
    pub by: String,
    pub at: DateTime<Utc>,
}

impl Grounds {
    /// Adds to a resource's corrections those of `fields` whose value becomes another. Each is the field's name, its
    /// value before and its value after.
    ///
    /// # Errors
    /// None becomes another; the resource was corrected too often. The list is as it was then.
    pub fn record<'a>(
        &self,
        corrections: &mut Vec<Correction>,
        fields: impl IntoIterator<Item = (&'a str, String, String)>,
    ) -> Result<(), Refusal> {
        let changed = fields
            .into_iter()
            .filter(|(_, before, after)| before != after);
        let new: Vec<Correction> = changed
            .map(|(field, before, after)| Correction {
                field: field.to_owned(),
                before,
                after,
                reason: self.reason.clone(),
                by: self.by.clone(),
                at: self.at,
            })
            .collect();
        if new.is_empty() {
            return Err(Refusal::NothingToCorrect);
        }
        if corrections.len() + new.len() > MOST {
            return Err(Refusal::TooManyCorrections);
        }
        corrections.extend(new);
        Ok(())
    }
}

/// Why nothing is corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("nothing would be another than it is")]
    NothingToCorrect,
    #[error("no more than {MOST} corrections are kept of one resource")]
    TooManyCorrections,
}

impl Refusal {
    /// The stable reason that callers match on.
    pub fn reason(self) -> &'static str {
        match self {
            Self::NothingToCorrect => "NOTHING_TO_CORRECT",
            Self::TooManyCorrections => "TOO_MANY_CORRECTIONS",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grounds() -> Grounds {
        Grounds {
            reason: "Nhầm ngày".to_owned(),
            by: "office-51".to_owned(),
            at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_correction_keeps_the_old_value_beside_the_new_one_and_the_reason() {
        let mut corrections = Vec::new();
        let fields = [
            ("endorsed_on", "2026-04-01".into(), "2026-04-02".into()),
            ("round_id", "same".into(), "same".into()),
        ];
        assert_eq!(grounds().record(&mut corrections, fields), Ok(()));
        let only = Correction {
            field: "endorsed_on".to_owned(),
            before: "2026-04-01".to_owned(),
            after: "2026-04-02".to_owned(),
            reason: "Nhầm ngày".to_owned(),
            by: "office-51".to_owned(),
            at: DateTime::UNIX_EPOCH,
        };
        assert_eq!(corrections, [only]);
    }

    #[test]
    fn a_correction_that_changes_nothing_is_refused() {
        let mut corrections = Vec::new();
        let same = [("lodged_on", "2026-04-01".into(), "2026-04-01".into())];
        let refused = grounds().record(&mut corrections, same);
        assert_eq!(refused, Err(Refusal::NothingToCorrect));
        assert_eq!(corrections, []);
    }

    #[test]
    fn a_resource_keeps_a_hundred_corrections_and_no_more() {
        let mut corrections = Vec::new();
        for day in 0..MOST {
            let next = [("lodged_on", day.to_string(), (day + 1).to_string())];
            assert_eq!(grounds().record(&mut corrections, next), Ok(()));
        }
        let one_more = [("lodged_on", "before".into(), "after".into())];
        let refused = grounds().record(&mut corrections, one_more);
        assert_eq!(refused, Err(Refusal::TooManyCorrections));
        assert_eq!(corrections.len(), MOST);
    }
}
