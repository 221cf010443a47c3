use chrono::NaiveDate;
use uuid::Uuid;

use super::{MAX_PARTICIPANTS, MAX_SHOWN};

/// Why a rule of campaigns says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no campaign with this id.
    #[error("there is no campaign with the id {0}")]
    Unknown(Uuid),
    /// It was called off.
    #[error("the campaign was called off")]
    CalledOff,
    /// It is over.
    #[error("the campaign was over on {0}")]
    Over(NaiveDate),
    /// It has not begun.
    #[error("the campaign begins on {0}")]
    NotBegun(NaiveDate),
    /// It has as many participants as it may.
    #[error("the campaign has {MAX_PARTICIPANTS} participants, as many as it may have")]
    Full,
    /// Its participants show as many products as they may.
    #[error("the participants of the campaign show {MAX_SHOWN} products, as many as they may")]
    TooMuchShown,
    /// The producer does not take part.
    #[error("the producer {0} does not take part in the campaign")]
    NotAParticipant(Uuid),
    /// A producer was there already.
    #[error("a producer was there already, as is recorded")]
    Attended,
    /// A participant was admitted after it would be over.
    #[error("a participant was admitted on {0}, when the campaign would have been over")]
    AdmittedLater(NaiveDate),
    /// The producer was not there.
    #[error("that the producer {0} was there is not recorded")]
    NotAttended(Uuid),
    /// The product is not certified.
    #[error("the product {0} is not certified today")]
    NotCertified(Uuid),
    /// The product is another producer's.
    #[error("the product {0} is another producer's")]
    OfAnother(Uuid),
}

impl Refusal {
    /// The reason as a stable word.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "CAMPAIGN_UNKNOWN",
            Self::CalledOff => "CAMPAIGN_CALLED_OFF",
            Self::Over(_) => "CAMPAIGN_OVER",
            Self::NotBegun(_) => "CAMPAIGN_NOT_BEGUN",
            Self::Full | Self::TooMuchShown => "CAMPAIGN_FULL",
            Self::NotAParticipant(_) => "NOT_A_PARTICIPANT",
            Self::Attended => "CAMPAIGN_ATTENDED",
            Self::AdmittedLater(_) => "ADMITTED_LATER",
            Self::NotAttended(_) => "NOT_ATTENDED",
            Self::NotCertified(_) => "PRODUCT_NOT_CERTIFIED",
            Self::OfAnother(_) => "PRODUCT_OF_ANOTHER",
        }
    }
}
