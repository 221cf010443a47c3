//! The events of a growing area as they travel.

use ocop_chassis::database::EncodedEvent;
use ocop_proto::catalog::v1 as proto;

use super::message;
use crate::domain::growing_area::Event;
use crate::transport::event::encoded;

pub(in crate::transport) fn encode(event: &Event) -> EncodedEvent {
    let (name, fact) = match event {
        Event::Registered(fact) => ("registered", fact),
        Event::Updated(fact) => ("updated", fact),
    };
    let spot = (
        fact.place_code.as_str(),
        fact.province_code.as_str(),
        fact.place_on,
    );
    let area = message(fact.id, &fact.code, spot, &fact.profile);
    let area = proto::GrowingAreaFact {
        area: Some(proto::GrowingArea {
            contracts: Vec::new(),
            ..area
        }),
    };
    encoded("growing_area", name, &fact.province_code, &area)
}
