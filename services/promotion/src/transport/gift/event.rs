//! The events of gift sets and orders as they travel.

use ocop_chassis::database::EncodedEvent;
use ocop_proto::promotion::v1 as proto;

use super::write::{bare_order, bare_set};
use crate::domain::gift::{Event, OrderEvent};
use crate::transport::event::encoded;

pub(in crate::transport) fn encode(event: &Event) -> EncodedEvent {
    let set = &event.fact.set;
    let message = proto::GiftSetFact {
        gift_set: Some(bare_set(set)),
    };
    encoded("gift_set", event.change, &set.province_code, &message)
}

pub(in crate::transport) fn encode_order(event: &OrderEvent) -> EncodedEvent {
    let order = &event.fact.order;
    let message = proto::GiftOrderFact {
        gift_order: Some(bare_order(order)),
    };
    encoded("gift_order", event.change, order.partner_id, &message)
}
