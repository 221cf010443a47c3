use chrono::NaiveDate;

use super::tally::TallyProblem;
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
    #[error("{subject} is no member of the council")]
    NotAMember { subject: String },
    #[error("{subject} has voted on this dossier")]
    VotedAlready { subject: String },
    #[error("{subject} has a conflict of interest in this dossier and may not vote on it")]
    ConflictDeclared { subject: String },
    #[error("a conflict of interest of {subject} in this dossier is declared already")]
    ConflictKnown { subject: String },
    #[error("the ballots cannot be counted: {}", list(.0))]
    Tally(Vec<TallyProblem>),
    /// The criteria do not allow it.
    #[error(transparent)]
    Criteria(#[from] criteria::Refusal),
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
            Self::NotAMember { .. } => "NOT_A_MEMBER",
            Self::VotedAlready { .. } => "VOTED_ALREADY",
            Self::ConflictDeclared { .. } | Self::ConflictKnown { .. } => "CONFLICT_DECLARED",
            Self::Tally(problems) => TallyProblem::reason_of(problems),
            Self::Criteria(refusal) => refusal.reason(),
        }
    }
}
