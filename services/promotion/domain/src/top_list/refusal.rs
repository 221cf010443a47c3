use uuid::Uuid;

use super::{Problem, Window};

/// Why a rule of top lists says no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no list with this id.
    #[error("there is no top list with the id {0}")]
    Unknown(Uuid),
    /// There is no vote with this receipt.
    #[error("there is no vote with this receipt")]
    VoteUnknown,
    /// It was called off.
    #[error("the top list was called off")]
    CalledOff,
    /// The result is published.
    #[error("the result of the top list is published")]
    Published,
    /// There is no result yet.
    #[error("the result of the top list is not published")]
    NotPublished,
    /// The products were honoured already.
    #[error("the products of the top list were honoured already")]
    Honoured,
    /// Something is built on what would change.
    #[error(
        "communes have nominated: only the name and, before a member has scored, the council change"
    )]
    Begun,
    /// Nothing could be nominated.
    #[error("the last day of nominating, {0}, is over")]
    NominatingOver(chrono::NaiveDate),
    /// Nothing is nominated.
    #[error("no nomination stands: call the top list off")]
    NothingNominated,
    /// Nothing is left of the result.
    #[error("the result has no product that is recognised today: there is nothing to honour")]
    NothingToHonour,
    /// Communes do not nominate today.
    #[error("communes nominate from {} to {}", .0.from, .0.to)]
    NotNominating(Window),
    /// The commune is not of the province.
    #[error("the commune is not of the province of the top list")]
    OtherProvince,
    /// There are as many nominations as there may be.
    #[error("the top list has as many nominations as it may have")]
    Full,
    /// What a commune proposes may not be nominated.
    #[error("{} of what is proposed may not be nominated; see the details", .0.len())]
    Ineligible(Vec<Problem>),
    /// The product is not nominated.
    #[error("the product {0} is not nominated")]
    NotNominated(Uuid),
    /// The product was nominated, and that was withdrawn.
    #[error("the nomination of the product {0} was withdrawn; it is not nominated again")]
    NominationWithdrawn(Uuid),
    /// Nobody votes today.
    #[error("votes are cast from {} to {}", .0.from, .0.to)]
    NotVoting(Window),
    /// A voter chose more than they may.
    #[error("a voter chooses 1 to {0} products")]
    TooManyChoices(usize),
    /// The voter has voted.
    #[error("the voter has voted already, and a vote stands")]
    VotedAlready,
    /// The caller is not of the council.
    #[error("you are no member of the council of this top list")]
    NotAMember,
    /// Points are given when the nominations are settled.
    #[error("the council scores from {0} on")]
    NotScoring(chrono::NaiveDate),
    /// The points are not for exactly what is nominated.
    #[error(
        "points are given to every product that is nominated and to no other: {missing} are missing, {unknown} are not nominated"
    )]
    SheetIncomplete {
        /// Products without points.
        missing: usize,
        /// Products that are not nominated.
        unknown: usize,
    },
    /// Votes are still cast.
    #[error("votes are cast until {0}")]
    StillVoting(chrono::NaiveDate),
    /// Too few of the council have scored.
    #[error("{given} of {members} members of the council have scored; more than half must")]
    CouncilMissing {
        /// How many have.
        given: usize,
        /// How many there are.
        members: usize,
    },
    /// A vote is not as it was cast.
    #[error("vote {0} is not as it was cast: the votes cannot be counted")]
    VotesChanged(u64),
}

impl Refusal {
    /// The reason as a stable word.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "TOP_LIST_UNKNOWN",
            Self::VoteUnknown => "VOTE_UNKNOWN",
            Self::CalledOff => "TOP_LIST_CALLED_OFF",
            Self::Published => "TOP_LIST_PUBLISHED",
            Self::NotPublished => "TOP_LIST_NOT_PUBLISHED",
            Self::Honoured => "TOP_LIST_HONOURED",
            Self::Begun => "TOP_LIST_BEGUN",
            Self::NominatingOver(_) => "NOMINATING_OVER",
            Self::NothingNominated => "NOTHING_NOMINATED",
            Self::NothingToHonour => "NOTHING_TO_HONOUR",
            Self::NotNominating(_) => "NOT_NOMINATING",
            Self::OtherProvince => "COMMUNE_OF_OTHER_PROVINCE",
            Self::Full => "TOP_LIST_FULL",
            Self::Ineligible(_) => "NOMINATIONS_INELIGIBLE",
            Self::NotNominated(_) => "NOT_NOMINATED",
            Self::NominationWithdrawn(_) => "NOMINATION_WITHDRAWN",
            Self::NotVoting(_) => "NOT_VOTING",
            Self::TooManyChoices(_) => "TOO_MANY_CHOICES",
            Self::VotedAlready => "VOTED_ALREADY",
            Self::NotAMember => "NOT_A_COUNCIL_MEMBER",
            Self::NotScoring(_) => "COUNCIL_NOT_SCORING",
            Self::SheetIncomplete { .. } => "COUNCIL_POINTS_INCOMPLETE",
            Self::StillVoting(_) => "STILL_VOTING",
            Self::CouncilMissing { .. } => "COUNCIL_POINTS_MISSING",
            Self::VotesChanged(_) => "VOTES_CHANGED",
        }
    }
}
