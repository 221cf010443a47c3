//! The count of a council's ballots: the exact average, the answers agreed on, and the star through
//! both gates (Articles 3.3, 4.1 and 7.3).
//!
//! The points are each member's own. The minimum answers are facts (a certificate exists or it does
//! not), and the law does not say whose word counts; here the council records one agreed answer for
//! each marked criterion. Where all ballots say the same, that is the agreed answer.
//!
//! A count goes in three steps, and each refuses with everything it finds. First whether there are
//! ballots enough and nothing wrong with what was given: until then nothing is said of what the
//! ballots say. Then whether the totals lie too far apart: the members vote anew (in a meeting) or
//! must meet (having given written opinions). Last whether they agree on the marked criteria, and
//! whether what was agreed is what at least one of them said: an answer that every ballot
//! contradicts is nobody's, and the council votes anew before it can be agreed on.

mod agreement;
mod session;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::criteria::answers::{AnswerProblem, Answers};
use crate::criteria::regulation::{DossierKind, Regulation};
use crate::criteria::scoring::{Missing, missing_minimums, star_by_minimum, through_both_gates};
use crate::criteria::star::{Rank, Star};

pub use agreement::Contradiction;
pub use session::{Mode, Session};

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
    pub outcome: Outcome,
    /// The minimum answers missing, for each star.
    pub missing: Vec<Missing>,
    /// The answers agreed on for the marked criteria.
    pub agreed: Answers,
    /// Ballots that say other than was agreed.
    pub contradictions: Vec<Contradiction>,
    pub tallied_on: NaiveDate,
    /// Which vote on the dossier was counted, from 1.
    pub attempt: u32,
    /// How the council came to it.
    pub mode: Mode,
    /// Subjects of the members who might have voted and did not.
    pub absent: Vec<String>,
    /// Subjects of the members who might not vote for a conflict of interest.
    pub conflicted: Vec<String>,
    /// The subject of the member who presided.
    pub presided_by: String,
    /// The day on which the minutes were signed: what was agreed stands since.
    pub minutes_signed_on: Option<NaiveDate>,
}

impl Tally {
    /// The day since which it may be decided on: that of the minutes, or of their signing once they are signed.
    pub fn settled_on(&self) -> Option<NaiveDate> {
        Some(self.tallied_on).max(self.minutes_signed_on)
    }

    /// Whether ballots say other than was agreed, and the minutes that settle it are not signed.
    pub fn is_contradicted(&self) -> bool {
        !self.contradictions.is_empty() && self.minutes_signed_on.is_none()
    }
}

/// A count whose ballots lie too far apart: every member votes anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecondBallot {
    /// The vote that is over; the next one has the number after it.
    pub attempt: u32,
    /// Number of its ballots.
    pub ballots: u32,
    /// How far their totals lie apart.
    pub spread: u32,
    /// How the council came together.
    pub mode: Mode,
    pub on: NaiveDate,
}

/// What comes of a count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Counted {
    Result(Box<Tally>),
    Again(SecondBallot),
}

/// Why ballots cannot be counted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TallyProblem {
    #[error("{cast} members voted; at least {needed} must")]
    Quorum { cast: usize, needed: usize },
    #[error("the member who presides has not voted, and must by the council's rules")]
    ChairAbsent,
    #[error(
        "the member who presides must vote and has a conflict of interest: the chair leaves the session to another"
    )]
    ChairKeptAway,
    #[error("{may_vote} members may vote; at least {minimum} must be able to")]
    TooFew { may_vote: usize, minimum: usize },
    /// Something is wrong with an agreed answer.
    #[error("{0}")]
    Agreed(AnswerProblem),
    #[error("written opinions agree or differ; to agree on an answer the council must meet")]
    AgreedInWriting,
    #[error("only a re-evaluation is decided by written opinions; the council must meet")]
    KindNeedsMeeting,
    #[error("the opinions lie {spread} points apart, {allowed} are allowed; the council must meet")]
    OpinionsApart { spread: u32, allowed: u32 },
    #[error("the opinions differ on criterion {criterion}; the council must meet")]
    OpinionsDiffer { criterion: String },
    #[error("the ballots differ on criterion {criterion}: the council must agree on an answer")]
    NoAgreement { criterion: String },
    #[error("no ballot says on criterion {criterion} what was agreed: the council must vote anew")]
    NobodySaid { criterion: String },
}

impl TallyProblem {
    /// The stable word for all problems of a count: too few ballots come first, and bad agreed answers
    /// alone are the request's fault.
    pub fn reason_of(problems: &[Self]) -> &'static str {
        let quorum = |problem: &&Self| matches!(problem, Self::Quorum { .. });
        let first = problems.iter().find(quorum).and_then(Self::reason);
        let or_else = || problems.iter().find_map(Self::reason);
        first.or_else(or_else).unwrap_or("INVALID_REQUEST")
    }

    fn reason(&self) -> Option<&'static str> {
        match self {
            Self::Quorum { .. } => Some("BELOW_QUORUM"),
            Self::ChairAbsent | Self::ChairKeptAway => Some("CHAIR_ABSENT"),
            Self::TooFew { .. } => Some("COUNCIL_TOO_SMALL"),
            Self::KindNeedsMeeting | Self::OpinionsApart { .. } | Self::OpinionsDiffer { .. } => {
                Some("MEETING_REQUIRED")
            }
            Self::NoAgreement { .. } => Some("NO_AGREEMENT"),
            Self::NobodySaid { .. } => Some("AGREEMENT_CONTRADICTED"),
            Self::AgreedInWriting | Self::Agreed(_) => None,
        }
    }
}

/// Counts the vote `attempt` on a dossier of a kind. Other votes' ballots are left out, and so are
/// those of members with a conflict of interest.
///
/// # Errors
/// Every problem of the first step that finds one; see the module.
pub fn tally(
    session: &Session<'_>,
    kind: DossierKind,
    attempt: u32,
) -> Result<Counted, Vec<TallyProblem>> {
    let mode = session.mode.unwrap_or_else(|| Mode::usual(kind));
    let rules = session.council.rules_on(session.on);
    let electorate = session.electorate(attempt);
    let mut problems = electorate.problems(rules);
    problems.extend(session.faults(kind, mode));
    let given = agreement::read(session.set, session.agreed).unwrap_or_else(|faults| {
        problems.extend(faults);
        Answers::default()
    });
    if !problems.is_empty() {
        return Err(problems);
    }

    let ballots = &electorate.ballots;
    let totals = || ballots.iter().map(|ballot| ballot.total);
    let spread = totals().max().unwrap_or(0) - totals().min().unwrap_or(0);
    let count = u32::try_from(ballots.len()).unwrap_or(u32::MAX);
    let unheard = agreement::on_no_ballot(ballots, &given);
    let (agreed, differing) = agreement::reached(session.set, ballots, given);
    let apart = rules.maximum_spread.filter(|&allowed| spread > allowed);
    match (mode, apart) {
        (Mode::Meeting, Some(_)) => {
            return Ok(Counted::Again(SecondBallot {
                attempt,
                ballots: count,
                spread,
                mode,
                on: session.on,
            }));
        }
        (Mode::Written, Some(allowed)) => {
            problems.push(TallyProblem::OpinionsApart { spread, allowed });
        }
        (_, None) => {}
    }
    let nobody = |criterion| TallyProblem::NobodySaid { criterion };
    problems.extend(unheard.into_iter().map(nobody));
    problems.extend(differing.into_iter().map(|criterion| match mode {
        Mode::Meeting => TallyProblem::NoAgreement { criterion },
        Mode::Written => TallyProblem::OpinionsDiffer { criterion },
    }));
    if !problems.is_empty() {
        return Err(problems);
    }

    let total_sum = totals().sum();
    let floors = session.set.law.floors;
    let by_score = Rank::of(total_sum, count, floors);
    let missing = missing_minimums(session.set, &agreed);
    let by_minimum = star_by_minimum(&missing);
    let star = through_both_gates(by_score, by_minimum);
    Ok(Counted::Result(Box::new(Tally {
        ballots: count,
        total_sum,
        spread,
        by_score,
        by_minimum,
        star,
        outcome: outcome(star),
        missing,
        contradictions: agreement::contradictions(ballots, &agreed),
        agreed,
        tallied_on: session.on,
        attempt,
        mode,
        absent: electorate.absent(),
        conflicted: electorate.conflicted(),
        presided_by: electorate.presided_by(),
        minutes_signed_on: None,
    })))
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

impl Tally {
    /// The result of a province's council as its regulation sends it on: 90 points with a minimum of five stars missing
    /// go to the centre where the regulation says so, and stay as four stars otherwise (Article 7.3e).
    #[must_use]
    pub fn of_province(mut self, law: &Regulation) -> Self {
        let by_score = self.by_score.star() == Some(Star::Five);
        if law.forward_without_minimums && by_score && self.star == Some(Star::Four) {
            self.outcome = Outcome::Forward;
        }
        self
    }

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
pub(crate) mod tests;
