//! The events of a partner and of its matches as they travel.

use ocop_chassis::database::EncodedEvent;
use ocop_chassis::grpc::timestamp;
use ocop_proto::promotion::v1 as proto;

use super::{matching, seen, sourcing, steps, subject};
use crate::domain::partner::{Event, MatchEvent, MatchFact};
use crate::transport::event::encoded;

/// The person to ask at a partner is nobody else's business, so it does not travel.
pub(in crate::transport) fn encode(event: &Event) -> EncodedEvent {
    let fact = &event.fact;
    let partner = proto::Partner {
        id: fact.id.to_string(),
        name: fact.name.clone(),
        sourcing: Some(sourcing::to_proto(&fact.sourcing.first)),
        further_sourcing: fact
            .sourcing
            .further
            .iter()
            .map(sourcing::to_proto)
            .collect(),
        subject: subject(fact.id),
        leave_time: fact.left_at.map(timestamp),
        kind: seen::kind(fact.kind),
        ..Default::default()
    };
    encoded("partner", event.change, fact.id, &partner)
}

pub(in crate::transport) fn encode_match(event: &MatchEvent) -> EncodedEvent {
    let fact = &event.fact;
    let province = &fact.offer.product.place.province_code;
    let audience = format!("{province}.{}", fact.partner_id);
    encoded("match", event.change, audience, &match_to_proto(fact))
}

fn match_to_proto(fact: &MatchFact) -> proto::MatchFact {
    proto::MatchFact {
        previous_star: fact.previous_star.map_or(0, |star| star.number()),
        assessment: fact.assessment.as_ref().map(sourcing::assessment),
        stage: steps::stage_to_proto(fact.stage).into(),
        last_step: fact.last_step.as_ref().map(steps::to_proto),
        ..matching::fact((fact.id, fact.partner_id), &fact.state, &fact.offer)
    }
}
