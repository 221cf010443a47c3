//! The events of the catalog as they travel. Each area writes its own.

use ocop_chassis::database::EncodedEvent;
use serde::Serialize;

use super::{growing_area, place, producer, product, support, trace, transfer};
use crate::domain::Event;

/// An event in the form in which it travels.
pub fn encode(event: &Event) -> EncodedEvent {
    match event {
        Event::Place(event) => place::encode(event),
        Event::Producer(event) => producer::event::encode(event),
        Event::Product(event) => product::event::encode(event),
        Event::Transfer(event) => transfer::event::encode(event),
        Event::GrowingArea(event) => growing_area::event::encode(event),
        Event::Lot(event) => trace::event::encode(event),
        Event::Support(event) => support::event::encode(event),
    }
}

/// The event `name` of an aggregate, on the subject of the province it is in.
pub(super) fn encoded(
    aggregate: &str,
    name: &str,
    province: &str,
    fact: &impl Serialize,
) -> EncodedEvent {
    EncodedEvent {
        event_type: format!("ocop.catalog.{aggregate}.{name}.v1"),
        subject: format!("ocop.catalog.v1.{aggregate}.{name}.{province}"),
        data: serde_json::to_vec(fact).expect("a message of the contract has a JSON form"),
    }
}
