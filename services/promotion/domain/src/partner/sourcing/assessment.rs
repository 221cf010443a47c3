//! How a product answers a profile: what it lacks, and which wishes it meets.

use chrono::NaiveDate;

use super::{CriterionKind, Demand, Finding};

/// How a product answers a profile on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// What the partner calls the profile.
    pub profile: String,
    /// What it must have and has not.
    pub missing: Vec<Finding>,
    /// Wishes that it meets.
    pub met: Vec<Finding>,
    /// Wishes that it does not meet.
    pub unmet: Vec<Finding>,
}

/// What a product can lack and still be near: the rest can be got, but a product stays of its kind and place.
const MOST_MISSING: usize = 3;

impl Assessment {
    pub(super) fn of(profile: String, findings: Vec<Finding>, today: NaiveDate) -> Self {
        let mut assessment = Self {
            profile,
            missing: Vec::new(),
            met: Vec::new(),
            unmet: Vec::new(),
        };
        for finding in findings {
            match (finding.demand, finding.term.holds(today)) {
                (Demand::Must, true) => {}
                (Demand::Must, false) => assessment.missing.push(finding),
                (Demand::Wish, true) => assessment.met.push(finding),
                (Demand::Wish, false) => assessment.unmet.push(finding),
            }
        }
        assessment
    }

    /// Whether it has all that it must.
    pub fn fits(&self) -> bool {
        self.missing.is_empty()
    }

    /// Whether it does not fit, and a producer could bring about that it does: it lacks at most three things, and none of
    /// them is what it is, who makes it or where.
    pub fn is_near(&self) -> bool {
        let can_be_got = |finding: &Finding| {
            !matches!(
                finding.kind,
                CriterionKind::Sets
                    | CriterionKind::Branches
                    | CriterionKind::Places
                    | CriterionKind::ProducerKind
            )
        };
        !self.fits() && self.missing.len() <= MOST_MISSING && self.missing.iter().all(can_be_got)
    }

    /// The part of the wishes that it meets, in percent; 100 if there are none.
    pub fn score(&self) -> u32 {
        let wishes = self.met.len() + self.unmet.len();
        let percent = (self.met.len() * 100).checked_div(wishes);
        percent.map_or(100, |percent| u32::try_from(percent).unwrap_or(100))
    }

    /// Whether it fits better: it lacks less or, lacking as much, meets more wishes.
    pub(super) fn is_better_than(&self, other: &Self) -> bool {
        let rank = |one: &Self| (one.missing.len(), 100 - one.score());
        rank(self) < rank(other)
    }
}
