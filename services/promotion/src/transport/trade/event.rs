//! The events of demands, offers, deals, sessions, invitations and matches as they travel.

use ocop_chassis::database::EncodedEvent;
use ocop_proto::promotion::v1 as proto;

use super::{deals, demands, invitations, offers, sessions};
use crate::domain::trade::{
    DealEvent, DemandEvent, InvitationEvent, OfferEvent, SessionEvent, TradeMatchEvent,
};
use crate::transport::event::encoded;

pub(in crate::transport) fn encode_demand(event: &DemandEvent) -> EncodedEvent {
    let demand = &event.fact.demand;
    let message = proto::DemandFact {
        demand: Some(demands::bare(demand)),
    };
    let province = &demand.terms.delivery.province_code;
    encoded("demand", event.change, province, &message)
}

pub(in crate::transport) fn encode_offer(event: &OfferEvent) -> EncodedEvent {
    let offer = &event.fact.offer;
    let message = proto::TradeOfferFact {
        trade_offer: Some(offers::bare(offer)),
    };
    encoded("trade_offer", event.change, offer.partner_id, &message)
}

pub(in crate::transport) fn encode_deal(event: &DealEvent) -> EncodedEvent {
    let deal = &event.fact.deal;
    let message = proto::TradeDealFact {
        trade_deal: Some(deals::bare(deal)),
    };
    encoded("trade_deal", event.change, deal.partner_id, &message)
}

pub(in crate::transport) fn encode_session(event: &SessionEvent) -> EncodedEvent {
    let (session, meetings) = (&event.fact.session, event.fact.meetings);
    let message = proto::TradeSessionFact {
        trade_session: Some(sessions::bare(session, meetings)),
        meeting: event.fact.meeting.as_ref().map(sessions::meeting),
    };
    let province = &session.province_code;
    encoded("trade_session", event.change, province, &message)
}

pub(in crate::transport) fn encode_invitation(event: &InvitationEvent) -> EncodedEvent {
    let invitation = &event.fact.invitation;
    let message = proto::TradeInvitationFact {
        trade_invitation: Some(invitations::bare(invitation)),
    };
    let partner = invitation.partner_id;
    encoded("trade_invitation", event.change, partner, &message)
}

pub(in crate::transport) fn encode_match(event: &TradeMatchEvent) -> EncodedEvent {
    let (found, goods) = (&event.fact.found, &event.fact.found.goods);
    let trade_match = proto::TradeMatch {
        id: found.id.to_string(),
        demand_id: found.demand_id.to_string(),
        partner_id: found.partner_id.to_string(),
        product_id: goods.product_id.to_string(),
        product_name: goods.product_name.clone(),
        producer_id: goods.producer_id.to_string(),
        producer_name: goods.producer_name.clone(),
        criteria_set: goods.criteria_set.number(),
        star: found.star.number(),
        place_code: goods.place.code.clone(),
        province_code: goods.place.province_code.clone(),
        found_on: found.found_on.to_string(),
        place_on: goods.place.said_on.to_string(),
    };
    let message = proto::TradeMatchFact {
        trade_match: Some(trade_match),
    };
    encoded("trade_match", event.change, found.partner_id, &message)
}
