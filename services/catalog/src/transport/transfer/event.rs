//! The events of a transfer as they travel, on the subject of the province where it goes.

use ocop_chassis::database::EncodedEvent;
use ocop_proto::catalog::v1 as proto;

use super::message;
use crate::domain::transfer::Event;
use crate::transport::event::encoded;

pub(in crate::transport) fn encode(event: &Event) -> EncodedEvent {
    let fact = &event.0;
    let transfer = proto::TransferFact {
        transfer: Some(message(
            fact.id,
            &fact.offer,
            fact.state,
            &fact.closing_reason,
        )),
    };
    let province = &fact.offer.to.province_code;
    encoded("transfer", &fact.state.to_string(), province, &transfer)
}
