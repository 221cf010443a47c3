//! Matches on the wire.

use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{Violations, enum_pairs, instant, timestamp};
use ocop_proto::promotion::v1 as proto;
use uuid::Uuid;

use crate::domain::listing::Suspension;
use crate::domain::partner::{Ending, Match, MatchState, Offer};
use crate::storage::partner::{MatchFilter, MatchStatus};
use crate::transport::listing;

enum_pairs! {
    fn status_to_proto(MatchStatus) -> proto::MatchState;
    fn status_from_proto(proto::MatchState) -> Option<MatchStatus>;
    Active, Suspended, Ended
}

enum_pairs! {
    fn ending_to_proto(Ending) -> proto::MatchEnding;
    ProductClosed, ProductChanged, PartnerChanged, PartnerLeft
}

pub(super) fn state(state: &MatchState) -> proto::MatchState {
    status_to_proto(match state {
        MatchState::Active => MatchStatus::Active,
        MatchState::Suspended(_) => MatchStatus::Suspended,
        MatchState::Ended { .. } => MatchStatus::Ended,
    })
}

/// A match as its events describe it.
pub(super) fn fact(
    (id, partner_id): (Uuid, Uuid),
    stands: &MatchState,
    offer: &Offer,
) -> proto::MatchFact {
    let (product, certificate) = (&offer.product, &offer.certificate);
    let suspension = match stands {
        MatchState::Suspended(suspension) => Some(suspension),
        _ => None,
    };
    let revocation = suspension.and_then(Suspension::revocation);
    let (suspension_reason, suspended_since) = listing::suspension(suspension);
    let (ending, ended_on) = match stands {
        MatchState::Ended { ending, since } => (ending_to_proto(*ending), since.to_string()),
        _ => (proto::MatchEnding::Unspecified, String::new()),
    };
    let decision = revocation.map_or(&certificate.decision, |revocation| &revocation.decision);
    proto::MatchFact {
        id: id.to_string(),
        partner_id: partner_id.to_string(),
        state: state(stands).into(),
        product_id: product.id.to_string(),
        product_name: product.name.clone(),
        producer_name: product.producer_name.clone(),
        criteria_set: product.criteria_set.number(),
        province_code: product.place.province_code.clone(),
        previous_star: 0,
        star: certificate.star.number(),
        certificate_id: certificate.id.to_string(),
        decision_number: decision.number.clone(),
        valid_from: certificate.valid_from.to_string(),
        valid_to: certificate.valid_to.to_string(),
        suspension_reason: suspension_reason.into(),
        suspended_since,
        reason: revocation
            .map(|revocation| revocation.reason.clone())
            .unwrap_or_default(),
        revoked_on: revocation
            .map(|revocation| revocation.decision.date.to_string())
            .unwrap_or_default(),
        ending: ending.into(),
        ended_on,
    }
}

/// A match as callers see it: what its last event said, with its version and times.
pub(super) fn to_proto(saved: &Saved<Match>) -> proto::Match {
    let pair = (saved.id, saved.partner_id);
    let published = saved.published.as_ref();
    let fact = published.map(|published| fact(pair, &published.state, &published.offer));
    let fact = fact.unwrap_or_default();
    proto::Match {
        id: saved.id.to_string(),
        partner_id: saved.partner_id.to_string(),
        product_id: saved.product_id.to_string(),
        product_name: fact.product_name,
        state: fact.state,
        star: fact.star,
        create_time: Some(timestamp(saved.created_at())),
        update_time: Some(timestamp(saved.updated_at())),
        etag: saved.version().to_string(),
        producer_name: fact.producer_name,
        criteria_set: fact.criteria_set,
        province_code: fact.province_code,
        certificate_id: fact.certificate_id,
        decision_number: fact.decision_number,
        valid_from: fact.valid_from,
        valid_to: fact.valid_to,
        suspension_reason: fact.suspension_reason,
        suspended_since: fact.suspended_since,
        reason: fact.reason,
        revoked_on: fact.revoked_on,
        ending: fact.ending,
        ended_on: fact.ended_on,
    }
}

pub(super) fn filter(
    v: &mut Violations,
    request: proto::ListMatchesRequest,
) -> Option<MatchFilter> {
    let partner_id = v.uuid("partner_id", &request.partner_id);
    let status = v
        .known_or_any("state", request.state)
        .and_then(status_from_proto);
    let updated_since = instant(v, "updated_since", request.updated_since.as_ref());
    Some(MatchFilter {
        partner_id: partner_id?,
        status,
        updated_since,
    })
}
