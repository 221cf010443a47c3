//! The events of a lot as they travel.

use ocop_chassis::database::EncodedEvent;
use ocop_proto::catalog::v1 as proto;

use super::write;
use crate::domain::trace::{Change, Event};
use crate::transport::event::encoded;

pub(in crate::transport) fn encode(event: &Event) -> EncodedEvent {
    let fact = &event.fact;
    let lot = proto::LotFact {
        id: fact.id.to_string(),
        lot_id: fact.lot.to_string(),
        producer_id: fact.origin.producer_id.to_string(),
        made_on: fact.made_on.to_string(),
        making: Some(write::making(&fact.making)),
        star: fact.star,
        declared_in_error: fact.declared_in_error,
    };
    let change = match event.change {
        Change::Recorded => "recorded",
        Change::Corrected => "corrected",
    };
    encoded("lot", change, &fact.origin.province_code, &lot)
}
