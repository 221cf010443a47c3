use chrono::NaiveDate;
use uuid::Uuid;

use super::MAX_REPAYMENTS;

/// Why a rule of rewards says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no reward with this id.
    #[error("there is no reward with the id {0}")]
    Unknown(Uuid),
    /// There is no scheme with this id.
    #[error("there is no reward scheme with the id {0}")]
    SchemeUnknown(Uuid),
    /// Another scheme pays in the same place at the same time.
    #[error("the reward scheme {0} pays in this province in a part of this period already")]
    SchemesOverlap(Uuid),
    /// Nothing is due for it.
    #[error("nothing of the reward {0} is due")]
    NotDue(Uuid),
    /// The decision is older than the recognition.
    #[error("the recognition of the reward {0} was decided later than that")]
    BeforeRecognition(Uuid),
    /// It was not approved.
    #[error("the reward {0} has not been approved")]
    NotApproved(Uuid),
    /// It was approved later.
    #[error("the reward {0} was approved later than that")]
    PaidBeforeApproval(Uuid),
    /// Nothing had been paid.
    #[error("nothing of the reward {0} had been paid by then")]
    RepaidBeforePayment(Uuid),
    /// The document is recorded.
    #[error("a repayment of the reward {0} by this document is recorded already")]
    RepaidAlready(Uuid),
    /// The day has not come.
    #[error("{0} has not come yet")]
    InFuture(NaiveDate),
    /// Less is to be reclaimed.
    #[error("{left} VND are to be reclaimed")]
    MoreThanToReclaim {
        /// How much is.
        left: u64,
    },
    /// Money came back as often as is kept.
    #[error("money of the reward {0} came back {MAX_REPAYMENTS} times, as often as is kept")]
    TooManyRepayments(Uuid),
    /// The budget of the year does not suffice.
    #[error(
        "the budget of {year} has {left} VND left, and {asked} VND are asked for; raise it first"
    )]
    BudgetExceeded {
        /// The year.
        year: i32,
        /// What is left.
        left: u64,
        /// What is asked for.
        asked: u64,
    },
    /// More was approved from the budget.
    #[error("{committed} VND of this budget are approved already")]
    BudgetBelowCommitted {
        /// How much.
        committed: u64,
    },
}

impl Refusal {
    /// The reason as a stable word.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "REWARD_UNKNOWN",
            Self::SchemeUnknown(_) => "REWARD_SCHEME_UNKNOWN",
            Self::SchemesOverlap(_) => "REWARD_SCHEMES_OVERLAP",
            Self::NotDue(_) => "REWARD_NOT_DUE",
            Self::BeforeRecognition(_) => "BEFORE_RECOGNITION",
            Self::NotApproved(_) => "REWARD_NOT_APPROVED",
            Self::PaidBeforeApproval(_) => "PAID_BEFORE_APPROVAL",
            Self::RepaidBeforePayment(_) => "REPAID_BEFORE_PAYMENT",
            Self::RepaidAlready(_) => "REPAYMENT_RECORDED",
            Self::InFuture(_) => "IN_FUTURE",
            Self::MoreThanToReclaim { .. } => "MORE_THAN_TO_RECLAIM",
            Self::TooManyRepayments(_) => "TOO_MANY_REPAYMENTS",
            Self::BudgetExceeded { .. } => "BUDGET_EXCEEDED",
            Self::BudgetBelowCommitted { .. } => "BUDGET_BELOW_COMMITTED",
        }
    }
}
