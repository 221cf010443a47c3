//! The events of promotion as they travel. Each area writes its own.

use ocop_chassis::database::EncodedEvent;
use serde::Serialize;

use super::{
    campaign, gift, listing, partner, reward, sales, sales_point, subscription, top_list, trade,
};
use crate::domain::Event;

/// An event in the form in which it travels.
pub fn encode(event: &Event) -> EncodedEvent {
    match event {
        Event::Listing(event) => listing::event::encode(event),
        Event::Match(event) => partner::event::encode_match(event),
        Event::Partner(event) => partner::event::encode(event),
        Event::Subscription(event) => subscription::event::encode(event),
        Event::Campaign(event) => campaign::event::encode(event),
        Event::GiftSet(event) => gift::event::encode(event),
        Event::GiftOrder(event) => gift::event::encode_order(event),
        Event::SalesPoint(event) => sales_point::event::encode(event),
        Event::DesignCentre(event) => sales_point::event::encode_centre(event),
        Event::TopList(event) => top_list::event::encode(event),
        Event::Reward(event) => reward::event::encode(event),
        Event::RewardScheme(event) => reward::event::encode_scheme(event),
        Event::SalesReport(event) => sales::event::encode(event),
        Event::Demand(event) => trade::event::encode_demand(event),
        Event::TradeOffer(event) => trade::event::encode_offer(event),
        Event::TradeDeal(event) => trade::event::encode_deal(event),
        Event::TradeSession(event) => trade::event::encode_session(event),
        Event::TradeInvitation(event) => trade::event::encode_invitation(event),
        Event::TradeMatch(event) => trade::event::encode_match(event),
    }
}

/// The event `name` of an aggregate. `audience` ends its subject, so that a subscriber can choose by it.
pub(super) fn encoded(
    aggregate: &str,
    name: impl std::fmt::Display,
    audience: impl std::fmt::Display,
    fact: &impl Serialize,
) -> EncodedEvent {
    EncodedEvent {
        event_type: format!("ocop.promotion.{aggregate}.{name}.v1"),
        subject: format!("ocop.promotion.v1.{aggregate}.{name}.{audience}"),
        data: serde_json::to_vec(fact).expect("a message of the contract has a JSON form"),
    }
}
