//! What partners are told of.

use std::fmt;
use std::str::FromStr;

use crate::gift::OrderChange;
use crate::partner::MatchChange;

/// What happened, as far as partners are told of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind {
    /// Something happened to a match of the partner.
    Match(MatchChange),
    /// Something happened to an order that the partner placed for gift sets.
    GiftOrder(OrderChange),
}

/// What comes before the word of an event of an order where events of matches are a word alone.
const GIFT_ORDER: &str = "gift_order.";

impl EventKind {
    /// The type of its event.
    pub fn event_type(self) -> String {
        match self {
            Self::Match(change) => format!("ocop.promotion.match.{change}.v1"),
            Self::GiftOrder(change) => format!("ocop.promotion.gift_order.{change}.v1"),
        }
    }

    /// The kind of an event of this type, if partners are told of it.
    pub fn of_event_type(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('.').collect();
        match parts.as_slice() {
            ["ocop", "promotion", "match", change, "v1"] => change.parse().ok().map(Self::Match),
            ["ocop", "promotion", "gift_order", change, "v1"] => {
                change.parse().ok().map(Self::GiftOrder)
            }
            _ => None,
        }
    }
}

/// As it is kept: `opened` of a match, `gift_order.placed` of an order.
impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Match(change) => write!(f, "{change}"),
            Self::GiftOrder(change) => write!(f, "{GIFT_ORDER}{change}"),
        }
    }
}

impl FromStr for EventKind {
    type Err = strum::ParseError;

    fn from_str(text: &str) -> Result<Self, strum::ParseError> {
        match text.strip_prefix(GIFT_ORDER) {
            Some(change) => Ok(Self::GiftOrder(change.parse()?)),
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
        ] {
            assert_eq!(kind.to_string(), kept);
            assert_eq!(kept.parse(), Ok(kind));
            assert_eq!(EventKind::of_event_type(&kind.event_type()), Some(kind));
        }
        assert!("gift_order.opened".parse::<EventKind>().is_err());
        assert_eq!(
            EventKind::of_event_type("ocop.promotion.listing.opened.v1"),
            None
        );
    }
}
