use chrono::NaiveDate;
use uuid::Uuid;

use super::MAX_SCORINGS;

/// Why a rule of points and design centres says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no point with this id.
    #[error("there is no sales point with the id {0}")]
    Unknown(Uuid),
    /// There is no design centre with this id.
    #[error("there is no design centre with the id {0}")]
    CentreUnknown(Uuid),
    /// It was given up.
    #[error("the sales point was given up on {0}")]
    Closed(NaiveDate),
    /// It was not given up.
    #[error("the sales point was not given up")]
    NotClosed,
    /// It was there later than it would have been given up.
    #[error("the sales point was registered, or came to show something, on {0}")]
    ThereLater(NaiveDate),
    /// There is no listing of the product.
    #[error("the product {0} has no listing")]
    NoListing(Uuid),
    /// No rules of that day are known.
    #[error("no rules of sales points and design centres are known of {0}")]
    NoRules(NaiveDate),
    /// It lacks something that is mandatory.
    #[error("the design centre lacks something that is mandatory; GetDesignCentre says what")]
    CentreIncomplete,
    /// More points are given than there are.
    #[error("a design centre gets at most 100 points, {0} of them for display and sale")]
    TooManyPoints(u32),
    /// The points for display and sale are a part of all.
    #[error(
        "{display} points for display and sale are more than all points, {total}; they are a part of them"
    )]
    MoreForDisplay {
        /// Points for display and sale.
        display: u32,
        /// All points.
        total: u32,
    },
    /// It was scored later.
    #[error("the design centre was scored on a later day")]
    ScoredLater,
    /// It was scored as often as is kept.
    #[error("the design centre was scored {MAX_SCORINGS} times, as often as is kept")]
    TooManyScorings,
}

impl Refusal {
    /// The reason as a stable word.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "SALES_POINT_UNKNOWN",
            Self::CentreUnknown(_) => "DESIGN_CENTRE_UNKNOWN",
            Self::Closed(_) => "SALES_POINT_CLOSED",
            Self::NotClosed => "SALES_POINT_OPEN",
            Self::ThereLater(_) => "SALES_POINT_THERE_LATER",
            Self::NoListing(_) => "LISTING_UNKNOWN",
            Self::NoRules(_) => "NO_SALES_POINT_RULES",
            Self::CentreIncomplete => "DESIGN_CENTRE_INCOMPLETE",
            Self::TooManyPoints(_) | Self::MoreForDisplay { .. } => "TOO_MANY_POINTS",
            Self::ScoredLater => "SCORED_LATER",
            Self::TooManyScorings => "TOO_MANY_SCORINGS",
        }
    }
}
