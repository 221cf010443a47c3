//! The events of demands, offers, deals, sessions and invitations as they travel.

use ocop_chassis::database::EncodedEvent;
use ocop_proto::promotion::v1 as proto;

use super::{deals, demands, invitations, offers, sessions};
use crate::domain::trade::{DealEvent, DemandEvent, InvitationEvent, OfferEvent, SessionEvent};
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
