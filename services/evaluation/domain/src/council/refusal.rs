use chrono::NaiveDate;

use super::tally::TallyProblem;
use crate::criteria;
use crate::list;

/// Why something is not done with councils, their rounds and their votes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A round or council of another province than the dossier.
    #[error("the round is of province {round}, the dossier of {dossier}")]
    OtherProvince {
        /// Province of the round.
        round: String,
        /// Province of the dossier.
        dossier: String,
    },
    /// A round of a province, or of the centre, with the council of another.
    #[error("the council is {}, the round {}", belongs_to(.council), belongs_to(.round))]
    CouncilOfOtherProvince {
        /// Province of the council; empty for the centre's.
        council: String,
        /// Province of the round; empty for the centre's.
        round: String,
    },
    /// No open round takes a dossier sent on on that day.
    #[error("no round is open that takes a dossier sent on on {sent_on}")]
    NoRound {
        /// The day it was sent on.
        sent_on: NaiveDate,
    },
    /// A round beyond those that the law names, not said to be an extra one.
    #[error("the law names no round {number} of {year}; an extra round must be said to be one")]
    ExtraRound {
        /// Its number.
        number: u32,
        /// Its year.
        year: i32,
    },
    /// A vote of somebody who is not in the council.
    #[error("{subject} is no member of the council")]
    NotAMember {
        /// Who.
        subject: String,
    },
    /// A second vote of the same member.
    #[error("{subject} has voted on this dossier")]
    VotedAlready {
        /// Who.
        subject: String,
    },
    /// A vote of a member with a conflict of interest.
    #[error("{subject} has a conflict of interest in this dossier and may not vote on it")]
    ConflictDeclared {
        /// Who.
        subject: String,
    },
    /// A conflict of interest that was declared before.
    #[error("a conflict of interest of {subject} in this dossier is declared already")]
    ConflictKnown {
        /// Who.
        subject: String,
    },
    /// The ballots cannot be counted.
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
    /// The stable word by which callers tell refusals apart.
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
