//! What answers are worth: points, and the star through both gates.
//!
//! A product has a star if its points reach the band of the star (Article 3.3) *and* every answer
//! that the decision marks for that star is given or bettered (the note under each set). Ninety-seven
//! points without a trademark application are therefore not even three stars.

use serde::{Deserialize, Serialize};

use super::criteria::answers::Answers;
use super::criteria::{CriteriaSet, KnockOut};
use super::star::{Rank, Star};

/// What answers are worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// Sum of the points.
    pub total: u32,
    /// Points of each part, in order.
    pub parts: Vec<Points>,
    /// Points of each section, in order.
    pub sections: Vec<Points>,
    /// Where the total lies in the bands.
    pub by_score: Rank,
    /// Greatest star whose minimum answers are all met; `None` if not even those of three stars.
    pub by_minimum: Option<Star>,
    /// The star through both gates; `None` if there is none or a knock-out was found.
    pub star: Option<Star>,
    /// Every minimum answer not met, for each star, lowest star first.
    pub missing: Vec<Missing>,
    /// The knock-outs found.
    pub knock_outs: Vec<KnockOut>,
}

/// Points of a part or section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Points {
    /// Its code.
    pub code: String,
    /// Points given.
    pub points: u32,
    /// Points it could give.
    pub max_points: u32,
}

/// A minimum answer that is not met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// The star that needs it.
    pub star: Star,
    /// Code of the criterion.
    pub criterion: String,
    /// Points of the answer given.
    pub has: u32,
    /// Points of the least answer that will do.
    pub needs: u32,
}

/// Assesses answers.
pub fn assess(set: &CriteriaSet, answers: &Answers) -> Assessment {
    assess_with(set, answers, &[])
}

/// Assesses answers given that knock-outs were found at the criteria named in `found`.
pub fn assess_with(set: &CriteriaSet, answers: &Answers, found: &[&str]) -> Assessment {
    let sections: Vec<Points> = set
        .sections()
        .map(|section| Points {
            code: section.code.clone(),
            points: section
                .criteria
                .iter()
                .map(|criterion| answers.points(set, criterion))
                .sum(),
            max_points: section.max_points,
        })
        .collect();
    let mut rest = sections.iter();
    let parts: Vec<Points> = set
        .parts
        .iter()
        .map(|part| Points {
            code: part.code.clone(),
            points: rest
                .by_ref()
                .take(part.sections.len())
                .map(|section| section.points)
                .sum(),
            max_points: part.max_points,
        })
        .collect();
    let total = parts.iter().map(|part| part.points).sum();
    let by_score = Rank::of(total, 1, set.regulation.regulation().floors);
    let missing = missing_minimums(set, answers);
    let by_minimum = star_by_minimum(&missing);
    let knock_outs: Vec<KnockOut> = set
        .knock_outs
        .iter()
        .filter(|knock_out| found.contains(&knock_out.criterion.as_str()))
        .cloned()
        .collect();
    Assessment {
        total,
        parts,
        sections,
        by_score,
        by_minimum,
        star: if knock_outs.is_empty() {
            through_both_gates(by_score, by_minimum)
        } else {
            None
        },
        missing,
        knock_outs,
    }
}

/// The sum of the points of answers.
pub fn total(set: &CriteriaSet, answers: &Answers) -> u32 {
    set.criteria()
        .map(|criterion| answers.points(set, criterion))
        .sum()
}

/// Every minimum answer not met, for each star, lowest star first.
pub fn missing_minimums(set: &CriteriaSet, answers: &Answers) -> Vec<Missing> {
    let mut missing = Vec::new();
    for star in Star::ALL {
        for criterion in set.criteria() {
            let has = answers.points(set, criterion);
            if let Some(needs) = criterion.needs(star).filter(|&needs| has < needs) {
                missing.push(Missing {
                    star,
                    criterion: criterion.code.clone(),
                    has,
                    needs,
                });
            }
        }
    }
    missing
}

/// Greatest star of which no minimum answer is missing. Marks rise with the points, so what is
/// missing for a star is missing for every higher one.
pub fn star_by_minimum(missing: &[Missing]) -> Option<Star> {
    Star::ALL
        .into_iter()
        .rev()
        .find(|star| missing.iter().all(|line| line.star != *star))
}

/// The star that both the points and the minimum answers allow.
pub fn through_both_gates(by_score: Rank, by_minimum: Option<Star>) -> Option<Star> {
    Some(by_score.star()?.min(by_minimum?))
}

impl Assessment {
    /// The minimum answers missing for a star.
    pub fn missing_for(&self, star: Star) -> impl Iterator<Item = &Missing> {
        self.missing.iter().filter(move |line| line.star == star)
    }
}

#[cfg(test)]
pub(crate) mod tests;
