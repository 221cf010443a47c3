//! The count of a council's ballots: the exact average, the answers agreed on, and the star through
//! both gates (Articles 3.3, 4.1 and 7.3).
//!
//! The points are each member's own. The minimum answers are facts (a certificate exists or it does
//! not), and the law does not say whose word counts; here the council records one agreed answer for
//! each marked criterion. Where all ballots say the same, that is the agreed answer.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ballot::Ballot;
use super::council::Council;
use super::criteria::CriteriaSet;
use super::criteria::answers::{AnswerProblem, Answers, Given};
use super::scoring::{Missing, missing_minimums, star_by_minimum, through_both_gates};
use super::star::{Rank, Star};

/// What a count means for the product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The province may certify this star.
    Certifiable(Star),
    /// Five stars through both gates: the centre decides (Article 7.4).
    Forward,
    /// Less than 50 points, or a minimum answer for three stars is missing.
    NotCertifiable,
}

/// A member's ballot that says other than the council agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contradiction {
    /// The subject of the member.
    pub member: String,
    /// Code of the criterion.
    pub criterion: String,
}

/// A council's result on one dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Number of ballots counted.
    pub ballots: u32,
    /// Sum of their totals; the average is exactly `total_sum / ballots`.
    pub total_sum: u32,
    /// How many points the lowest and the highest total lie apart.
    pub spread: u32,
    /// Where the average lies in the bands.
    pub by_score: Rank,
    /// Greatest star whose minimum answers are all met.
    pub by_minimum: Option<Star>,
    /// The star through both gates.
    pub star: Option<Star>,
    /// What follows.
    pub outcome: Outcome,
    /// The minimum answers missing, for each star.
    pub missing: Vec<Missing>,
    /// The answers agreed on for the marked criteria.
    pub agreed: Answers,
    /// Ballots that say other than was agreed.
    pub contradictions: Vec<Contradiction>,
    /// The day of the minutes.
    pub tallied_on: NaiveDate,
}

/// Why ballots cannot be counted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TallyProblem {
    /// Too few members voted.
    #[error("{cast} members voted; the council's quorum is {needed}")]
    Quorum {
        /// How many voted.
        cast: usize,
        /// How many must.
        needed: usize,
    },
    /// The totals lie too far apart.
    #[error("the members' totals lie {spread} points apart; the council allows {allowed}")]
    Spread {
        /// How far they lie apart.
        spread: u32,
        /// How far they may.
        allowed: u32,
    },
    /// The ballots differ on a marked criterion and no agreed answer was given.
    #[error("the ballots differ on criterion {criterion}: the council must agree on an answer")]
    NoAgreement {
        /// The criterion.
        criterion: String,
    },
    /// Something is wrong with an agreed answer.
    #[error("{0}")]
    Agreed(AnswerProblem),
}

/// Counts the ballots on one dossier.
///
/// # Errors
/// Every problem at once: quorum, spread, faulty agreed answers, criteria without agreement.
pub fn tally(
    set: &CriteriaSet,
    council: &Council,
    ballots: &[Ballot],
    agreed: &[Given],
    on: NaiveDate,
) -> Result<Tally, Vec<TallyProblem>> {
    let mut problems = Vec::new();
    let needed = council.quorum();
    if ballots.len() < needed {
        problems.push(TallyProblem::Quorum {
            cast: ballots.len(),
            needed,
        });
    }
    let totals = || ballots.iter().map(|ballot| ballot.total);
    let spread = totals().max().unwrap_or(0) - totals().min().unwrap_or(0);
    if let Some(allowed) = council.maximum_spread.filter(|&allowed| spread > allowed) {
        problems.push(TallyProblem::Spread { spread, allowed });
    }
    let agreed = match agreement(set, ballots, agreed) {
        Ok(agreed) => agreed,
        Err(more) => {
            problems.extend(more);
            Answers::default()
        }
    };
    if !problems.is_empty() {
        return Err(problems);
    }
    let count = u32::try_from(ballots.len()).unwrap_or(u32::MAX);
    let total_sum = totals().sum();
    let by_score = Rank::of(total_sum, count, set.law.floors);
    let missing = missing_minimums(set, &agreed);
    let by_minimum = star_by_minimum(&missing);
    let star = through_both_gates(by_score, by_minimum);
    Ok(Tally {
        ballots: count,
        total_sum,
        spread,
        by_score,
        by_minimum,
        star,
        outcome: outcome(star),
        missing,
        contradictions: contradictions(ballots, &agreed),
        agreed,
        tallied_on: on,
    })
}

/// What follows from a star. A province grants three and four stars and never five. Ninety points
/// with a minimum answer for five stars missing are a result of the province, not of the centre:
/// there is nothing for the centre to grant.
fn outcome(star: Option<Star>) -> Outcome {
    match star {
        None => Outcome::NotCertifiable,
        Some(Star::Five) => Outcome::Forward,
        Some(star) => Outcome::Certifiable(star),
    }
}

/// One answer for each marked criterion: the one given, or the one on which all ballots agree.
fn agreement(
    set: &CriteriaSet,
    ballots: &[Ballot],
    given: &[Given],
) -> Result<Answers, Vec<TallyProblem>> {
    let (mut agreed, mut problems) = match Answers::parse_agreed(set, given) {
        Ok(agreed) => (agreed, Vec::new()),
        Err(faults) => (
            Answers::default(),
            faults.into_iter().map(TallyProblem::Agreed).collect(),
        ),
    };
    for criterion in set.criteria().filter(|criterion| criterion.is_marked()) {
        let code = &criterion.code;
        if given.iter().any(|line| line.criterion == *code) {
            continue;
        }
        let said: BTreeSet<_> = ballots
            .iter()
            .filter_map(|ballot| ballot.answers.choice(code))
            .collect();
        match said.iter().next() {
            Some(&choice) if said.len() == 1 => agreed.set(code, choice),
            None => {}
            Some(_) => problems.push(TallyProblem::NoAgreement {
                criterion: code.clone(),
            }),
        }
    }
    if problems.is_empty() {
        Ok(agreed)
    } else {
        Err(problems)
    }
}

fn contradictions(ballots: &[Ballot], agreed: &Answers) -> Vec<Contradiction> {
    let contradicts = |ballot: &Ballot| {
        let member = ballot.member.clone();
        let differing = agreed
            .iter()
            .filter(|(code, choice)| ballot.answers.choice(code) != Some(*choice));
        let codes: Vec<String> = differing.map(|(code, _)| code.to_owned()).collect();
        codes.into_iter().map(move |criterion| Contradiction {
            member: member.clone(),
            criterion,
        })
    };
    ballots.iter().flat_map(contradicts).collect()
}

impl Tally {
    /// The average with two decimals, cut off and never rounded up: `69.66`.
    pub fn average(&self) -> String {
        let hundredths = u64::from(self.total_sum) * 100 / u64::from(self.ballots.max(1));
        format!("{}.{:02}", hundredths / 100, hundredths % 100)
    }

    /// The minimum answers that stand before the next star up; before three stars if the result is not
    /// certifiable.
    pub fn missing_for_next(&self) -> impl Iterator<Item = &Missing> {
        let next = self.star.map_or(Some(Star::Three), Star::next);
        self.missing
            .iter()
            .filter(move |line| Some(line.star) == next)
    }
}

#[cfg(test)]
mod tests;
