//! The least that must get better for a star: which criteria, and to which answers.
//!
//! A plan raises criteria to better answers. It reaches a star if the star's minimum answers are all
//! given and the points reach its band; the answers must still fit the set: what depends on another
//! criterion rises only if that one gives enough, and the case chosen stays the case chosen.
//!
//! **Which plan is the least.** A criterion is *forced* if every plan that gives the minimum answers
//! raises it: it gives less than the star asks of it, or a forced one depends on it. Of all plans the
//! least is the one that
//!
//! 1. changes the fewest criteria that are not forced; among these
//! 2. takes the fewest steps. The points above 0 that a criterion's answers can give, each once and
//!    in order, are its rungs; a plan takes as many steps at a criterion as it climbs rungs. Among
//!    these
//! 3. climbs higher at the first criterion, in the order of the law, at which the plans differ.
//!
//! So there is exactly one, and it is found exactly.

mod climb;

use crate::criteria::answers::Choice;
use crate::criteria::scoring::Found;
use crate::criteria::sheet::Sheet;
use crate::criteria::star::Star;
use crate::criteria::{Answer, Case, Criterion, KnockOut, Label};
use climb::Climb;

/// What can be said about reaching a star.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Advice<'a> {
    /// The least plan, in the order of the law; empty if the star is reached already.
    Plan(Vec<Improvement<'a>>),
    /// Why no plan reaches it: every reason.
    OutOfReach(Vec<Obstacle<'a>>),
}

/// A criterion to be answered better.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Improvement<'a> {
    pub criterion: &'a Criterion,
    /// What is chosen now.
    pub present: Choice,
    /// The answer it must have.
    pub needed: &'a Answer,
    /// Points it gives more than now.
    pub gained: u32,
    /// Rungs between the two.
    pub steps: u8,
    /// Whether every plan raises it.
    pub forced: bool,
}

/// Why a star cannot be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle<'a> {
    /// A knock-out was found.
    KnockOut(&'a KnockOut),
    /// A disqualifier was found.
    Disqualifier(&'a Label),
    /// The criterion is forced and is to stay as it is.
    Kept {
        criterion: &'a Criterion,
        /// Points it gives.
        has: u32,
        /// Points it must give.
        needs: u32,
    },
    /// The criterion is forced, and no answer of the case chosen gives enough.
    NoSuchAnswer {
        criterion: &'a Criterion,
        /// Points of its best answer.
        has: u32,
        /// Points it must give.
        needs: u32,
    },
    /// Everything at its best gives too few points.
    TooFewPoints {
        /// What it gives.
        has: u32,
        /// The floor of the band.
        needs: u32,
    },
}

/// The least plan that reaches `target` from a whole sheet. `keep` says of each criterion, in the
/// order of the law, whether it is to stay as it is; criteria beyond its end may change. `found` is
/// what ends the evaluation whatever the answers.
pub fn advise<'a>(sheet: &Sheet<'a>, target: Star, keep: &[bool], found: &Found<'a>) -> Advice<'a> {
    let plans = |case| {
        let climb = Climb::new(sheet, target, keep, case);
        let obstacles = climb.obstacles(found);
        if obstacles.is_empty() {
            climb.least().ok_or(obstacles)
        } else {
            Err(obstacles)
        }
    };
    // Where no case is chosen yet, either may be.
    let plan = match sheet.case() {
        Some(case) => plans(case),
        None => match (plans(Case::A), plans(Case::B)) {
            (Ok(one), Ok(other)) => Ok(if other.0 < one.0 { other } else { one }),
            (Ok(only), Err(_)) | (Err(_), Ok(only)) => Ok(only),
            (Err(obstacles), Err(_)) => Err(obstacles),
        },
    };
    match plan {
        Ok((_, plan)) => Advice::Plan(plan),
        Err(obstacles) => Advice::OutOfReach(obstacles),
    }
}

#[cfg(test)]
mod tests;
