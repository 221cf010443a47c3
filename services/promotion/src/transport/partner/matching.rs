//! Matches on the wire.

use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{Violations, enum_pairs, timestamp};
use ocop_proto::promotion::v1 as proto;

use crate::domain::partner::{Match, MatchState};
use crate::storage::partner::{MatchFilter, MatchStatus};

enum_pairs! {
    fn status_to_proto(MatchStatus) -> proto::MatchState;
    fn status_from_proto(proto::MatchState) -> Option<MatchStatus>;
    Active, Suspended, Ended
}

pub(super) fn state(state: &MatchState) -> proto::MatchState {
    status_to_proto(match state {
        MatchState::Active => MatchStatus::Active,
        MatchState::Suspended(_) => MatchStatus::Suspended,
        MatchState::Ended { .. } => MatchStatus::Ended,
    })
}

/// A match as callers see it.
pub(super) fn to_proto(saved: Saved<Match>) -> proto::Match {
    let published = saved.published.as_ref();
    let offer = published.map(|published| &published.offer);
    let state = saved.state().map_or(proto::MatchState::Unspecified, state);
    proto::Match {
        id: saved.id.to_string(),
        partner_id: saved.partner_id.to_string(),
        product_id: saved.product_id.to_string(),
        product_name: offer
            .map(|offer| offer.product.name.clone())
            .unwrap_or_default(),
        state: state.into(),
        star: offer.map_or(0, |offer| offer.certificate.star.number()),
        create_time: Some(timestamp(saved.created_at())),
        update_time: Some(timestamp(saved.updated_at())),
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
    Some(MatchFilter {
        partner_id: partner_id?,
        status,
    })
}
