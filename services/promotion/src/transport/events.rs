//! How promotion's events travel.

use ocop_chassis::database::EncodedEvent;
use ocop_proto::promotion::v1 as proto;
use serde::Serialize;

use super::{listings, partners, subscriptions};
use crate::domain::event::Event;
use crate::domain::listing::{ListingFact, Suspension};
use crate::domain::matching::{MatchFact, MatchState};
use crate::domain::partner::PartnerFact;
use crate::domain::subscription::SubscriptionFact;

/// An event in the form in which it travels.
pub fn encode(event: &Event) -> EncodedEvent {
    let (data, audience) = match event {
        Event::Listing(_, fact) => (json(&listing(fact)), event.audience()),
        Event::Match(_, fact) => {
            let province = &fact.offer.product.place.province_code;
            let audience = format!("{province}.{}", event.audience());
            (json(&found(fact)), audience)
        }
        Event::Partner(_, fact) => (json(&partner(fact)), event.audience()),
        Event::Subscription(_, fact) => (json(&subscription(fact)), event.audience()),
    };
    let (aggregate, happened) = (event.aggregate(), event.name());
    EncodedEvent {
        event_type: format!("ocop.promotion.{aggregate}.{happened}.v1"),
        subject: format!("ocop.promotion.v1.{aggregate}.{happened}.{audience}"),
        data,
    }
}

fn json(fact: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(fact).expect("a message of the contract has a JSON form")
}

fn listing(fact: &ListingFact) -> proto::ListingFact {
    let listing = listings::message(&fact.product, Some(&fact.certificate), &fact.state);
    proto::ListingFact {
        listing: Some(listing),
    }
}

fn found(fact: &MatchFact) -> proto::MatchFact {
    let (product, certificate) = (&fact.offer.product, &fact.offer.certificate);
    let suspension = match &fact.state {
        MatchState::Suspended(suspension) => Some(suspension),
        _ => None,
    };
    let revocation = match suspension {
        Some(Suspension::Revoked(revocation)) => Some(revocation),
        _ => None,
    };
    let (reason, since) = listings::suspension(suspension);
    proto::MatchFact {
        id: fact.id.to_string(),
        partner_id: fact.partner_id.to_string(),
        state: partners::state(&fact.state).into(),
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

/// The person to ask at a partner is nobody else's business, so it does not travel.
fn partner(fact: &PartnerFact) -> proto::Partner {
    proto::Partner {
        id: fact.id.to_string(),
        name: fact.name.clone(),
        sourcing: Some(partners::sourcing(&fact.sourcing)),
        subject: partners::subject(fact.id),
        ..Default::default()
    }
}

fn subscription(fact: &SubscriptionFact) -> proto::Subscription {
    let (state, disabled_reason) = subscriptions::state(fact.state);
    proto::Subscription {
        id: fact.id.to_string(),
        create_time: None,
        partner_id: fact.partner_id.to_string(),
        url: fact.target.url().to_string(),
        state: state.into(),
        disabled_reason,
    }
}
