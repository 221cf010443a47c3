//! The events of a partner and of its matches as they travel.

use ocop_chassis::database::EncodedEvent;
use ocop_proto::promotion::v1 as proto;

use super::{matching, sourcing, subject};
use crate::domain::listing::Suspension;
use crate::domain::partner::{Event, MatchEvent, MatchFact, MatchState};
use crate::transport::event::encoded;
use crate::transport::listing;

/// The person to ask at a partner is nobody else's business, so it does not travel.
pub(in crate::transport) fn encode(event: &Event) -> EncodedEvent {
    let fact = &event.fact;
    let partner = proto::Partner {
        id: fact.id.to_string(),
        name: fact.name.clone(),
        sourcing: Some(sourcing(&fact.sourcing)),
        subject: subject(fact.id),
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
    let (product, certificate) = (&fact.offer.product, &fact.offer.certificate);
    let suspension = match &fact.state {
        MatchState::Suspended(suspension) => Some(suspension),
        _ => None,
    };
    let revocation = match suspension {
        Some(Suspension::Revoked(revocation)) => Some(revocation),
        _ => None,
    };
    let (reason, since) = listing::suspension(suspension);
    proto::MatchFact {
        id: fact.id.to_string(),
        partner_id: fact.partner_id.to_string(),
        state: matching::state(&fact.state).into(),
        product_id: product.id.to_string(),
        product_name: product.name.clone(),
        producer_name: product.producer_name.clone(),
        criteria_set: product.criteria_set.number(),
        province_code: product.place.province_code.clone(),
        previous_star: fact.previous_star.map_or(0, |star| star.number()),
        star: certificate.star.number(),
        certificate_id: certificate.id.to_string(),
        decision_number: revocation
            .map_or(&certificate.decision, |revocation| &revocation.decision)
            .number
            .clone(),
        valid_from: certificate.valid_from.to_string(),
        valid_to: certificate.valid_to.to_string(),
        suspension_reason: reason.into(),
        suspended_since: since,
        reason: revocation
            .map(|revocation| revocation.reason.clone())
            .unwrap_or_default(),
    }
}
