//! What partners are told of.

use std::fmt;
use std::str::FromStr;

use crate::gift::OrderChange;
use crate::partner::MatchChange;
use crate::trade::{DealChange, InvitationChange, OfferChange, TradeMatchChange};

/// What happened, as far as partners are told of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind {
    /// Something happened to a match of the partner.
    Match(MatchChange),
    /// Something happened to an order that the partner placed for gift sets.
    GiftOrder(OrderChange),
    /// Something happened to an offer for a demand of the partner.
    TradeOffer(OfferChange),
    /// Something happened to a deal of the partner.
    TradeDeal(DealChange),
    /// Something happened to an invitation of the partner to a session of trade connection.
    TradeInvitation(InvitationChange),
    /// A product came to suit a demand of the partner.
    TradeMatch(TradeMatchChange),
}

impl EventKind {
    /// The type of its event.
    pub fn event_type(self) -> String {
        match self {
            Self::Match(change) => format!("ocop.promotion.match.{change}.v1"),
            other => format!("ocop.promotion.{other}.v1"),
        }
    }

    /// The kind of an event of this type, if partners are told of it.
    pub fn of_event_type(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('.').collect();
        match parts.as_slice() {
            ["ocop", "promotion", "match", change, "v1"] => change.parse().ok().map(Self::Match),
            ["ocop", "promotion", aggregate, change, "v1"] => Self::of(aggregate, change).ok(),
            _ => None,
        }
    }

    /// What happened to something other than a match.
    fn of(aggregate: &str, change: &str) -> Result<Self, strum::ParseError> {
        match aggregate {
            "gift_order" => Ok(Self::GiftOrder(change.parse()?)),
            "trade_offer" => Ok(Self::TradeOffer(change.parse()?)),
            "trade_deal" => Ok(Self::TradeDeal(change.parse()?)),
            "trade_invitation" => Ok(Self::TradeInvitation(change.parse()?)),
            "trade_match" => Ok(Self::TradeMatch(change.parse()?)),
            _ => Err(strum::ParseError::VariantNotFound),
        }
    }
}

/// As it is kept: `opened` of a match, `gift_order.placed` of an order, and so on.
impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Match(change) => write!(f, "{change}"),
            Self::GiftOrder(change) => write!(f, "gift_order.{change}"),
            Self::TradeOffer(change) => write!(f, "trade_offer.{change}"),
            Self::TradeDeal(change) => write!(f, "trade_deal.{change}"),
            Self::TradeInvitation(change) => write!(f, "trade_invitation.{change}"),
            Self::TradeMatch(change) => write!(f, "trade_match.{change}"),
        }
    }
}

impl FromStr for EventKind {
    type Err = strum::ParseError;

    fn from_str(text: &str) -> Result<Self, strum::ParseError> {
        match text.split_once('.') {
            Some((aggregate, change)) => Self::of(aggregate, change),
            None => Ok(Self::Match(text.parse()?)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_read_from_what_is_kept_and_from_the_type_of_its_event() {
        for (kind, kept) in [
            (EventKind::Match(MatchChange::GroundAdded), "ground_added"),
            (
                EventKind::GiftOrder(OrderChange::SetSuspended),
                "gift_order.set_suspended",
            ),
            (
                EventKind::TradeOffer(OfferChange::TotalChanged),
                "trade_offer.total_changed",
            ),
            (
                EventKind::TradeDeal(DealChange::DeliveryReported),
                "trade_deal.delivery_reported",
            ),
            (
                EventKind::TradeInvitation(InvitationChange::CalledOff),
                "trade_invitation.called_off",
            ),
            (
                EventKind::TradeMatch(TradeMatchChange::Found),
                "trade_match.found",
            ),
        ] {
            assert_eq!(kind.to_string(), kept);
            assert_eq!(kept.parse(), Ok(kind));
            assert_eq!(EventKind::of_event_type(&kind.event_type()), Some(kind));
        }
        assert!("gift_order.opened".parse::<EventKind>().is_err());
        assert!("demand.opened".parse::<EventKind>().is_err());
        assert_eq!(
            EventKind::of_event_type("ocop.promotion.listing.opened.v1"),
            None
        );
    }
}
