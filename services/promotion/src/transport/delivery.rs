//! Deliveries on the wire.

use ocop_chassis::grpc::{Violations, timestamp};
use ocop_identity::Caller;
use ocop_proto::promotion::v1 as proto;

use crate::application::delivery::ResendDelivery;
use crate::domain::delivery::{Attempt, DeliveryState};
use crate::domain::subscription::{EventKind, Outcome};
use crate::storage::delivery::{DeliveryFilter, DeliveryStatus, DeliveryView};

pub(super) fn attempt_to_proto(attempt: &Attempt) -> proto::DeliveryAttempt {
    let error = if attempt.outcome.is_success() {
        String::new()
    } else {
        attempt.outcome.to_string()
    };
    proto::DeliveryAttempt {
        number: attempt.number,
        time: Some(timestamp(attempt.at)),
        status: attempt.outcome.status().unwrap_or_default().into(),
        error,
        duration_ms: attempt.took_ms,
        answer: match &attempt.outcome {
            Outcome::Answered { body, .. } => body.clone(),
            _ => String::new(),
        },
    }
}

/// A delivery as callers see it.
pub(super) fn to_proto(view: DeliveryView) -> proto::Delivery {
    let delivery = view.delivery;
    let (state, next_attempt) = match delivery.state {
        DeliveryState::Pending { next_attempt_at } => {
            (proto::DeliveryState::Pending, Some(next_attempt_at))
        }
        DeliveryState::Delivered => (proto::DeliveryState::Delivered, None),
        DeliveryState::Exhausted | DeliveryState::Dropped => (proto::DeliveryState::Failed, None),
    };
    let about = delivery.aggregate_id.to_string();
    let mut said = proto::Delivery::default();
    match delivery.kind {
        EventKind::Match(_) => said.match_id = about,
        EventKind::GiftOrder(_) => said.gift_order_id = about,
        EventKind::TradeOffer(_) => said.trade_offer_id = about,
        EventKind::TradeDeal(_) => said.trade_deal_id = about,
        EventKind::TradeInvitation(_) => said.trade_invitation_id = about,
        EventKind::TradeMatch(_) => said.trade_match_id = about,
    }
    proto::Delivery {
        id: delivery.id.to_string(),
        subscription_id: delivery.subscription_id.to_string(),
        event_type: view.event_type,
        state: state.into(),
        next_attempt_time: next_attempt.map(timestamp),
        attempts: delivery.attempts.iter().map(attempt_to_proto).collect(),
        create_time: Some(timestamp(view.created_at)),
        ..said
    }
}

fn status(state: proto::DeliveryState) -> Option<DeliveryStatus> {
    match state {
        proto::DeliveryState::Unspecified => None,
        proto::DeliveryState::Pending => Some(DeliveryStatus::Pending),
        proto::DeliveryState::Delivered => Some(DeliveryStatus::Delivered),
        proto::DeliveryState::Failed => Some(DeliveryStatus::Failed),
    }
}

pub(super) fn filter(
    v: &mut Violations,
    request: proto::ListDeliveriesRequest,
) -> Option<DeliveryFilter> {
    let subscription_id = v.uuid("subscription_id", &request.subscription_id);
    let status = v.known_or_any("state", request.state).and_then(status);
    Some(DeliveryFilter {
        subscription_id: subscription_id?,
        status,
    })
}

pub(super) fn resend(
    v: &mut Violations,
    caller: Caller,
    request: proto::ResendDeliveryRequest,
) -> Option<ResendDelivery> {
    let id = v.uuid("id", &request.id)?;
    Some(ResendDelivery { caller, id })
}
