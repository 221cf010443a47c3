//! The events of a subscription as they travel.

use ocop_chassis::database::EncodedEvent;
use ocop_chassis::grpc::timestamp;
use ocop_proto::promotion::v1 as proto;

use super::state;
use crate::domain::subscription::Event;
use crate::transport::event::encoded;

pub(in crate::transport) fn encode(event: &Event) -> EncodedEvent {
    let fact = &event.fact;
    let (state, disabled_reason) = state(fact.state);
    let subscription = proto::Subscription {
        id: fact.id.to_string(),
        partner_id: fact.partner_id.to_string(),
        url: fact.target.url().to_string(),
        state: state.into(),
        disabled_reason,
        description: fact.description.clone(),
        failing_since_time: fact.failing_since.map(timestamp),
        ..Default::default()
    };
    encoded("subscription", event.change, fact.partner_id, &subscription)
}
