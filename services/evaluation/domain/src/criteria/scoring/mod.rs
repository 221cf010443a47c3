//! What answers are worth: points, and the star through both gates.
//!
//! A product has a star if its points reach the band of the star (Article 3.3) *and* every answer
//! that the decision marks for that star is given or bettered (the note under each set). Ninety-seven
//! points without a trademark application are therefore not even three stars.

use serde::{Deserialize, Serialize};

use crate::criteria::answers::Answers;
use crate::criteria::sheet::Sheet;
use crate::criteria::star::{Rank, Star};
use crate::criteria::{CriteriaSet, KnockOut, Label};

/// What answers are worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment<'a> {
    pub total: u32,
    /// Points of each part, in order.
    pub parts: Vec<Points<'a>>,
    /// Points of each section, in order.
    pub sections: Vec<Points<'a>>,
    /// Where the total lies in the bands.
    pub by_score: Rank,
    /// Greatest star whose minimum answers are all met; `None` if not even those of three stars.
    pub by_minimum: Option<Star>,
    /// The star through both gates; `None` if there is none or something was found that ends the
    /// evaluation.
    pub star: Option<Star>,
    /// Every minimum answer not met, for each star, lowest star first.
    pub missing: Vec<Missing>,
    /// The knock-outs found.
    pub knock_outs: Vec<&'a KnockOut>,
    /// The grounds found on which the whole dossier is rejected.
    pub disqualifiers: Vec<&'a Label>,
}

/// What was found besides the answers that ends an evaluation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found<'a> {
    /// Knock-outs of the set.
    pub knock_outs: Vec<&'a KnockOut>,
    /// Disqualifiers of the set.
    pub disqualifiers: Vec<&'a Label>,
}

/// Points of a part or section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Points<'a> {
    pub code: &'a str,
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

/// Assesses answers, given what was found besides.
pub fn assess<'a>(sheet: &Sheet<'a>, found: Found<'a>) -> Assessment<'a> {
    let set = sheet.set();
    let mut rest = sheet.rows().iter();
    let mut sections = Vec::with_capacity(set.sections().count());
    let parts: Vec<Points<'a>> = set
        .parts
        .iter()
        .map(|part| {
            let before = sections.len();
            sections.extend(part.sections.iter().map(|section| {
                Points {
                    code: &section.code,
                    points: rest
                        .by_ref()
                        .take(section.criteria.len())
                        .map(|row| row.points)
                        .sum(),
                    max_points: section.max_points,
                }
            }));
            Points {
                code: &part.code,
                points: sections[before..]
                    .iter()
                    .map(|section| section.points)
                    .sum(),
                max_points: part.max_points,
            }
        })
        .collect();
    let total = parts.iter().map(|part| part.points).sum();
    let by_score = Rank::of(total, 1, set.law.floors);
    let missing = minimums_missing(sheet);
    let by_minimum = star_by_minimum(&missing);
    let star = through_both_gates(by_score, by_minimum).filter(|_| found.is_nothing());
    Assessment {
        total,
        parts,
        sections,
        by_score,
        by_minimum,
        star,
        missing,
        knock_outs: found.knock_outs,
        disqualifiers: found.disqualifiers,
    }
}

/// The sum of the points of answers.
pub fn total(set: &CriteriaSet, answers: &Answers) -> u32 {
    Sheet::of(set, answers).total()
}

/// Every minimum answer that answers do not meet, for each star, lowest star first.
pub fn missing_minimums(set: &CriteriaSet, answers: &Answers) -> Vec<Missing> {
    minimums_missing(&Sheet::of(set, answers))
}

fn minimums_missing(sheet: &Sheet<'_>) -> Vec<Missing> {
    let mut missing = Vec::new();
    for star in Star::ALL {
        for row in sheet.rows() {
            let has = row.points;
            if let Some(needs) = row.criterion.needs(star).filter(|&needs| has < needs) {
                missing.push(Missing {
                    star,
                    criterion: row.criterion.code.clone(),
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

impl Found<'_> {
    /// Whether nothing was found.
    pub fn is_nothing(&self) -> bool {
        self.knock_outs.is_empty() && self.disqualifiers.is_empty()
    }
}

/// What stands between a result and a star.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap<'a> {
    pub star: Star,
    /// Points short of its band; 0 if there are enough.
    pub points_short: u32,
    /// The minimum answers missing for it.
    pub missing: Vec<&'a Missing>,
}

impl Assessment<'_> {
    /// The minimum answers missing for a star.
    pub fn missing_for(&self, star: Star) -> impl Iterator<Item = &Missing> {
        self.missing.iter().filter(move |line| line.star == star)
    }

    /// What is missing for each star above the one that was reached, lowest first. `floors` are
    /// those of the regulation.
    pub fn gaps(&self, floors: [u32; 4]) -> impl Iterator<Item = Gap<'_>> {
        let above = Star::ALL.into_iter().filter(|star| Some(*star) > self.star);
        above.map(move |star| Gap {
            star,
            points_short: star.floor(floors).saturating_sub(self.total),
            missing: self.missing_for(star).collect(),
        })
    }
}

#[cfg(test)]
pub(crate) mod tests;
