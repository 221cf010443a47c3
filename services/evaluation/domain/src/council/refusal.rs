use chrono::NaiveDate;

use super::tally::TallyProblem;
use crate::correction;
use crate::criteria;
use crate::list;

/// Why something is not done with councils, their rounds and their votes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("the round is of province {round}, the dossier of {dossier}")]
    OtherProvince { round: String, dossier: String },
    #[error("the council is {}, the round {}", belongs_to(.council), belongs_to(.round))]
    CouncilOfOtherProvince { council: String, round: String },
    #[error("no round is open that takes a dossier sent on on {sent_on}")]
    NoRound { sent_on: NaiveDate },
    #[error("the law names no round {number} of {year}; an extra round must be said to be one")]
    ExtraRound { number: u32, year: i32 },
    #[error(
        "the days of the round (cut-off {}, over by {}) do not lie in the term of its number: cut-off until {}, over by {} (Article 5), the cut-off first",
        day(*.cut_off), day(*.ends_on), day(*.lawful_cut_off), day(*.lawful_end)
    )]
    RoundDays {
        cut_off: Option<NaiveDate>,
        ends_on: Option<NaiveDate>,
        lawful_cut_off: Option<NaiveDate>,
        lawful_end: Option<NaiveDate>,
    },
    #[error(
        "dossiers are in the round: its council stays, and its cut-off can only be put on a later day"
    )]
    RoundTaken,
    #[error(
        "the result allows no recognition and its minutes were signed on {on}: it is final, and only a complaint that is found right has the council vote anew"
    )]
    ResultFinal { on: NaiveDate },
    #[error(
        "{subject} presides and has a conflict of interest in this dossier: another member presides over it"
    )]
    ChairConflicted { subject: String },
    #[error("{subject} is no member of the council")]
    NotAMember { subject: String },
    #[error("{subject} has voted on this dossier")]
    VotedAlready { subject: String },
    #[error("{subject} has a conflict of interest in this dossier and may not vote on it")]
    ConflictDeclared { subject: String },
    #[error("a conflict of interest of {subject} in this dossier is declared already")]
    ConflictKnown { subject: String },
    #[error("{subject} has no ballot in this vote on the dossier")]
    NoBallot { subject: String },
    #[error("no conflict of interest of {subject} in this dossier stands")]
    NoConflict { subject: String },
    #[error("{subject} does not preside over the council and cannot have it vote anew")]
    NotPresiding { subject: String },
    #[error(
        "the minutes were signed on {on}; what the council found is changed by a new vote or not at all"
    )]
    MinutesSigned { on: NaiveDate },
    #[error("the council has voted {0} times on the dossier")]
    TooManyVotes(u32),
    #[error("the ballots cannot be counted: {}", list(.0))]
    Tally(Vec<TallyProblem>),
    /// The criteria do not allow it.
    #[error(transparent)]
    Criteria(#[from] criteria::Refusal),
    #[error(transparent)]
    Correction(#[from] correction::Refusal),
}

fn day(day: Option<NaiveDate>) -> String {
    day.map_or_else(|| "none".to_owned(), |day| day.to_string())
}

fn belongs_to(province: &str) -> String {
    if province.is_empty() {
        "of the centre".to_owned()
    } else {
        format!("of province {province}")
    }
}

impl Refusal {
    /// The stable reason that callers match on.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::OtherProvince { .. } | Self::CouncilOfOtherProvince { .. } => "OTHER_PROVINCE",
            Self::NoRound { .. } => "NO_ROUND",
            Self::ExtraRound { .. } => "EXTRA_ROUND",
            Self::RoundDays { .. } => "ROUND_DAYS",
            Self::RoundTaken => "ROUND_TAKEN",
            Self::NotAMember { .. } => "NOT_A_MEMBER",
            Self::VotedAlready { .. } => "VOTED_ALREADY",
            Self::ConflictDeclared { .. }
            | Self::ConflictKnown { .. }
            | Self::ChairConflicted { .. } => "CONFLICT_DECLARED",
            Self::NoBallot { .. } => "NO_BALLOT",
            Self::NoConflict { .. } => "NO_CONFLICT",
            Self::NotPresiding { .. } => "NOT_PRESIDING",
            Self::MinutesSigned { .. } | Self::ResultFinal { .. } => "MINUTES_SIGNED",
            Self::TooManyVotes(_) => "TOO_MANY_VOTES",
            Self::Tally(problems) => TallyProblem::reason_of(problems),
            Self::Criteria(refusal) => refusal.reason(),
            Self::Correction(refusal) => refusal.reason(),
        }
    }
}
