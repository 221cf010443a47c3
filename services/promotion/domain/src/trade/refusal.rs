use chrono::NaiveDate;
use uuid::Uuid;

use super::{MAX_INVITATIONS, MAX_MEETINGS, MAX_OFFERS};

/// Why a rule of trade says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no demand with this id.
    #[error("there is no demand with the id {0}")]
    DemandUnknown(Uuid),
    /// The buyer does not look for it any more.
    #[error("the demand was withdrawn")]
    Withdrawn,
    /// Its last day is over.
    #[error("the last day of the demand was {0}")]
    Expired(NaiveDate),
    /// As much as is asked for is in deals.
    #[error("deals over as much as the demand asks for are agreed")]
    Fulfilled,
    /// The product is not of the kind that is asked for.
    #[error("the product is of another kind, or has fewer stars, than the demand asks for")]
    NotWanted,
    /// The product is not certified.
    #[error("the product {0} is not certified today")]
    NotCertified(Uuid),
    /// The product was not certified when it was agreed.
    #[error(
        "the product {0} was not certified on {1}, the day on which the deal was agreed, as far as is known"
    )]
    NotCertifiedThen(Uuid, NaiveDate),
    /// The demand has as many offers as it may.
    #[error("the demand has {MAX_OFFERS} offers that wait for an answer, as many as it may have")]
    TooManyOffers,
    /// The product is offered already.
    #[error("an offer of the product for the demand waits for an answer")]
    OfferExists,
    /// There is no offer with this id.
    #[error("there is no offer with the id {0}")]
    OfferUnknown(Uuid),
    /// It was answered, or taken back.
    #[error("the offer was answered or taken back")]
    OfferAnswered,
    /// Less is offered.
    #[error("only {offered} are offered")]
    MoreThanOffered {
        /// How much is.
        offered: u64,
    },
    /// Less is asked for.
    #[error("only {left} more are asked for")]
    MoreThanAsked {
        /// How much is.
        left: u64,
    },
    /// More is in deals.
    #[error("{agreed} are in deals already; less cannot be sought")]
    LessThanAgreed {
        /// How much is.
        agreed: u64,
    },
    /// The lowest price is above the highest.
    #[error("the highest price is below the lowest")]
    PricesOutOfOrder,
    /// There is no deal with this id.
    #[error("there is no deal with the id {0}")]
    DealUnknown(Uuid),
    /// It is completed or cancelled.
    #[error("the deal is completed or cancelled")]
    DealEnded,
    /// Less is still to be delivered.
    #[error("only {left} can have been delivered in the month, or more was delivered than agreed")]
    MoreThanAgreed {
        /// How much of the deal is not in other months.
        left: u64,
    },
    /// What will be is not reported.
    #[error("the month has not come")]
    MonthNotCome,
    /// Nothing was delivered before.
    #[error("the month is before the deal")]
    BeforeDeal,
    /// What is put right is put right for a reason.
    #[error("another quantity was reported before; putting it right needs a reason")]
    ReasonMissing,
    /// The last day of delivery is before the first.
    #[error("the last day of delivery is before the first")]
    OutOfOrder,
    /// It would be sought for longer than may be.
    #[error("the last day of delivery must be at most three years after the first day")]
    PeriodTooLong,
    /// The last day of delivery is before the agreement.
    #[error("the last day of delivery is before the day on which it was agreed, {0}")]
    DeliveredBeforeAgreed(NaiveDate),
    /// It would be delivered before it is sought.
    #[error("the demand begins on {0}; nothing is delivered for it before")]
    BeforeDemand(NaiveDate),
    /// There was no certified product yet.
    #[error("the programme began in 2018; no deal about a certified product was agreed before")]
    BeforeProgramme,
    /// What will be agreed is not recorded.
    #[error("the day on which it was agreed has not come")]
    AgreedInFuture,
    /// There is no session with this id.
    #[error("there is no session with the id {0}")]
    SessionUnknown(Uuid),
    /// It was called off.
    #[error("the session was called off")]
    SessionCalledOff,
    /// Its day has not come.
    #[error("the session is held on {0}")]
    SessionNotHeld(NaiveDate),
    /// Its day is over.
    #[error("the session was held on {0}")]
    SessionOver(NaiveDate),
    /// As many partners are invited as may be.
    #[error("at most {MAX_INVITATIONS} partners are invited to a session")]
    TooManyInvitations,
    /// There is no invitation with this id.
    #[error("there is no invitation with the id {0}")]
    InvitationUnknown(Uuid),
    /// Somebody met at it.
    #[error("the session was held")]
    SessionHeld,
    /// It has as many meetings as it may.
    #[error("the session has {MAX_MEETINGS} meetings, as many as it may have")]
    SessionFull,
    /// The deal is not of the two who met.
    #[error("the deal {0} is not of the two who met")]
    DealOfOthers(Uuid),
    /// Nobody with this id has a listing.
    #[error("no producer with the id {0} has an open listing")]
    ProducerUnknown(Uuid),
}

impl Refusal {
    /// The reason as a stable word.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::DemandUnknown(_) => "DEMAND_UNKNOWN",
            Self::Withdrawn => "DEMAND_WITHDRAWN",
            Self::Expired(_) => "DEMAND_EXPIRED",
            Self::Fulfilled => "DEMAND_FULFILLED",
            Self::NotWanted => "PRODUCT_NOT_WANTED",
            Self::NotCertified(_) | Self::NotCertifiedThen(..) => "PRODUCT_NOT_CERTIFIED",
            Self::TooManyOffers => "TOO_MANY_OFFERS",
            Self::OfferExists => "TRADE_OFFER_EXISTS",
            Self::OfferUnknown(_) => "TRADE_OFFER_UNKNOWN",
            Self::OfferAnswered => "TRADE_OFFER_ANSWERED",
            Self::MoreThanOffered { .. } => "MORE_THAN_OFFERED",
            Self::MoreThanAsked { .. } => "MORE_THAN_ASKED",
            Self::LessThanAgreed { .. } => "LESS_THAN_AGREED",
            Self::PricesOutOfOrder => "PRICES_OUT_OF_ORDER",
            Self::DealUnknown(_) => "TRADE_DEAL_UNKNOWN",
            Self::DealEnded => "TRADE_DEAL_ENDED",
            Self::MoreThanAgreed { .. } => "MORE_THAN_AGREED",
            Self::MonthNotCome => "MONTH_NOT_COME",
            Self::BeforeDeal => "MONTH_BEFORE_DEAL",
            Self::ReasonMissing => "REASON_MISSING",
            Self::OutOfOrder | Self::DeliveredBeforeAgreed(_) | Self::BeforeDemand(_) => {
                "DAYS_OUT_OF_ORDER"
            }
            Self::PeriodTooLong => "PERIOD_TOO_LONG",
            Self::BeforeProgramme => "BEFORE_PROGRAMME",
            Self::AgreedInFuture => "AGREED_IN_FUTURE",
            Self::SessionUnknown(_) => "TRADE_SESSION_UNKNOWN",
            Self::SessionCalledOff => "TRADE_SESSION_CALLED_OFF",
            Self::SessionNotHeld(_) => "TRADE_SESSION_NOT_HELD",
            Self::SessionOver(_) => "TRADE_SESSION_OVER",
            Self::TooManyInvitations => "TOO_MANY_INVITATIONS",
            Self::InvitationUnknown(_) => "TRADE_INVITATION_UNKNOWN",
            Self::SessionHeld => "TRADE_SESSION_HELD",
            Self::SessionFull => "TRADE_SESSION_FULL",
            Self::DealOfOthers(_) => "TRADE_DEAL_OF_OTHERS",
            Self::ProducerUnknown(_) => "PRODUCER_WITHOUT_LISTING",
        }
    }
}
