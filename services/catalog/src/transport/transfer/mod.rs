//! Transfers on the wire.

pub(super) mod event;

use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{Violations, enum_pairs, timestamp};
use ocop_identity::Caller;
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::propose_transfer_request::Subject as Requested;
use uuid::Uuid;

use super::{REASON, place, seen};
use crate::application::transfer::{
    AcceptTransfer, DeclineTransfer, ProposeTransfer, WithdrawTransfer,
};
use crate::domain::transfer::{Offer, State, Subject, Transfer};
use crate::storage::transfer::TransferFilter;

enum_pairs! {
    fn state_to_proto(State) -> proto::TransferState;
    fn state_from_proto(proto::TransferState) -> Option<State>;
    Proposed, Accepted, Declined, Withdrawn
}

/// A transfer without its etag and times.
fn message(id: Uuid, offer: &Offer, state: State, closing_reason: &str) -> proto::Transfer {
    let product = match offer.subject {
        Subject::Product(id) => Some(id),
        Subject::Producer(_) => None,
    };
    let offer = offer.clone();
    proto::Transfer {
        id: id.to_string(),
        product_id: product.map(|id| id.to_string()).unwrap_or_default(),
        producer_id: offer.producer_id.to_string(),
        from_place_code: offer.from.place_code,
        from_province_code: offer.from.province_code,
        from_place_on: offer.from.said_on.to_string(),
        to_place_code: offer.to.place_code,
        to_province_code: offer.to.province_code,
        to_place_on: offer.to.said_on.to_string(),
        state: state_to_proto(state).into(),
        reason: offer.reason,
        closing_reason: closing_reason.to_owned(),
        ..Default::default()
    }
}

/// A transfer as callers see it.
pub(super) fn to_proto(saved: &Saved<Transfer>) -> proto::Transfer {
    proto::Transfer {
        etag: saved.version().to_string(),
        create_time: Some(timestamp(saved.created_at())),
        update_time: Some(timestamp(saved.updated_at())),
        ..message(saved.id, &saved.offer, saved.state, &saved.closing_reason)
    }
}

pub(super) fn propose(
    v: &mut Violations,
    caller: Caller,
    request: proto::ProposeTransferRequest,
) -> Option<ProposeTransfer> {
    let subject = match &request.subject {
        None => {
            v.add(
                "subject",
                "REQUIRED",
                "must name a product_id or a producer_id",
            );
            None
        }
        Some(Requested::ProductId(id)) => v.uuid("product_id", id).map(Subject::Product),
        Some(Requested::ProducerId(id)) => v.uuid("producer_id", id).map(Subject::Producer),
    };
    let place = place::named(v, &caller, "", (&request.place_code, ""));
    let reason = v.required_text("reason", &request.reason, REASON);
    Some(ProposeTransfer {
        caller,
        subject: subject?,
        place: place?,
        reason: reason?,
    })
}

pub(super) fn accept(
    v: &mut Violations,
    caller: Caller,
    request: proto::AcceptTransferRequest,
) -> Option<AcceptTransfer> {
    let (id, seen) = seen(v, "", &request.id, &request.etag)?;
    Some(AcceptTransfer { caller, id, seen })
}

pub(super) fn decline(
    v: &mut Violations,
    caller: Caller,
    request: proto::DeclineTransferRequest,
) -> Option<DeclineTransfer> {
    let seen = seen(v, "", &request.id, &request.etag);
    let reason = v.required_text("reason", &request.reason, REASON);
    let (id, seen) = seen?;
    Some(DeclineTransfer {
        caller,
        id,
        seen,
        reason: reason?,
    })
}

pub(super) fn withdraw(
    v: &mut Violations,
    caller: Caller,
    request: proto::WithdrawTransferRequest,
) -> Option<WithdrawTransfer> {
    let seen = seen(v, "", &request.id, &request.etag);
    let reason = v.required_text("reason", &request.reason, REASON);
    let (id, seen) = seen?;
    Some(WithdrawTransfer {
        caller,
        id,
        seen,
        reason: reason?,
    })
}

pub(super) fn filter(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListTransfersRequest,
) -> Option<TransferFilter> {
    Some(TransferFilter {
        within: caller.reach(),
        state: v
            .known_or_any("state", request.state)
            .and_then(state_from_proto),
    })
}
