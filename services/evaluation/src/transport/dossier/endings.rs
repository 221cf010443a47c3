//! Ends of a dossier without a certificate, and the ways back, on the wire.

use ocop_chassis::grpc::{Violations, enum_pairs};
use ocop_identity::Caller;
use ocop_proto::evaluation::v1 as proto;

use crate::application::dossier::{
    CloseDossier, DeleteDraft, RejectDossier, ReturnDossier, ReturnFromProvince, WithdrawDossier,
};
use crate::application::step::TakeStep;
use crate::domain::dossier::ending::{CloseGround, Closing};
use crate::domain::dossier::reconsidering::LiftedEnd;
use crate::domain::dossier::returning::ReturnedTo;
use crate::transport::dossier::dossiers::{REASON, state_to_proto};
use crate::transport::fields::step;

/// Most characters of the name of an authority.
const AUTHORITY: usize = 200;

enum_pairs! {
    fn ground_to_proto(CloseGround) -> proto::CloseGround;
    fn ground_from_proto(proto::CloseGround) -> Option<CloseGround>;
    NotRecognised, ObjectGone, Superseded, SupplementMissing
}

fn returned_to_from_proto(to: proto::ReturnedTo) -> Option<ReturnedTo> {
    match to {
        proto::ReturnedTo::Unspecified => None,
        proto::ReturnedTo::Commune => Some(ReturnedTo::Commune),
        proto::ReturnedTo::Producer => Some(ReturnedTo::Producer),
    }
}

pub(crate) fn closing_to_proto(closing: &Closing) -> proto::Closing {
    proto::Closing {
        ground: ground_to_proto(closing.ground).into(),
        reason: closing.reason.clone(),
        authority: closing.authority.clone(),
        closed_on: closing.on.to_string(),
    }
}

pub(crate) fn lifted_to_proto(end: &LiftedEnd) -> proto::LiftedEnd {
    proto::LiftedEnd {
        state: state_to_proto(end.state()).into(),
        reason: end.reason().to_owned(),
        ended_on: end.ended_on().to_string(),
        lifted_because: end.lifted.reason.clone(),
        lifted_on: end.lifted.on.to_string(),
    }
}

pub(crate) fn give_back(
    v: &mut Violations,
    caller: Caller,
    request: proto::ReturnDossierRequest,
) -> Option<TakeStep<ReturnDossier>> {
    step(v, caller, &request.id, |v| {
        let reason = v.required_text("reason", &request.reason, REASON);
        let returned_on = v.optional_date("returned_on", &request.returned_on);
        Some(ReturnDossier {
            reason: reason?,
            returned_on,
        })
    })
}

pub(crate) fn give_back_from_province(
    v: &mut Violations,
    caller: Caller,
    request: proto::ReturnFromProvinceRequest,
) -> Option<TakeStep<ReturnFromProvince>> {
    step(v, caller, &request.id, |v| {
        let to = v.known("to", request.to).and_then(returned_to_from_proto);
        let reason = v.required_text("reason", &request.reason, REASON);
        let returned_on = v.optional_date("returned_on", &request.returned_on);
        Some(ReturnFromProvince {
            to: to?,
            reason: reason?,
            returned_on,
        })
    })
}

pub(crate) fn reject(
    v: &mut Violations,
    caller: Caller,
    request: proto::RejectDossierRequest,
) -> Option<TakeStep<RejectDossier>> {
    step(v, caller, &request.id, |v| {
        let reason = v.required_text("reason", &request.reason, REASON);
        let rejected_on = v.optional_date("rejected_on", &request.rejected_on);
        Some(RejectDossier {
            reason: reason?,
            rejected_on,
        })
    })
}

pub(crate) fn withdraw(
    v: &mut Violations,
    caller: Caller,
    request: proto::WithdrawDossierRequest,
) -> Option<WithdrawDossier> {
    let id = v.uuid("id", &request.id);
    let reason = v.optional_text("reason", &request.reason, REASON);
    let withdrawn_on = v.optional_date("withdrawn_on", &request.withdrawn_on);
    Some(WithdrawDossier {
        caller,
        id: id?,
        reason: reason?,
        withdrawn_on,
    })
}

pub(crate) fn close(
    v: &mut Violations,
    caller: Caller,
    request: proto::CloseDossierRequest,
) -> Option<TakeStep<CloseDossier>> {
    step(v, caller, &request.id, |v| {
        let ground = v
            .known("ground", request.ground)
            .and_then(ground_from_proto);
        let reason = v.required_text("reason", &request.reason, REASON);
        let authority = v.required_text("authority", &request.authority, AUTHORITY);
        let closed_on = v.optional_date("closed_on", &request.closed_on);
        Some(CloseDossier {
            ground: ground?,
            reason: reason?,
            authority: authority?,
            closed_on,
        })
    })
}

pub(crate) fn delete(
    v: &mut Violations,
    caller: Caller,
    request: proto::DeleteDraftRequest,
) -> Option<DeleteDraft> {
    let id = v.uuid("id", &request.id)?;
    Some(DeleteDraft { caller, id })
}
