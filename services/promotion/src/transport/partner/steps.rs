//! Reads steps of matches.

use ocop_chassis::grpc::{Violations, enum_pairs};
use ocop_identity::{Caller, Role};
use ocop_proto::promotion::v1 as proto;

use crate::application::partner::RecordMatchStep;
use crate::domain::partner::{MatchStage, Side, Step};

enum_pairs! {
    pub(super) fn stage_to_proto(MatchStage) -> proto::MatchStage;
    pub(super) fn stage_from_proto(proto::MatchStage) -> Option<MatchStage>;
    Proposed, Contacted, Sampled, Negotiating, Supplied, Ended, Refused
}

enum_pairs! {
    fn side_to_proto(Side) -> proto::MatchSide;
    Programme, Partner, Producer
}

pub(super) fn to_proto(step: &Step) -> proto::MatchStep {
    proto::MatchStep {
        stage: stage_to_proto(step.stage).into(),
        on: step.on.to_string(),
        by: side_to_proto(step.by).into(),
        reason: step.reason.clone(),
    }
}

/// Whether it is the side itself that speaks, and not an office for it.
fn speaks(caller: &Caller, role: Role) -> bool {
    let mut grants = caller.actor.grants.iter();
    grants.any(|grant| grant.role == role && grant.counts())
}

pub(super) fn record(
    v: &mut Violations,
    caller: Caller,
    request: proto::RecordMatchStepRequest,
) -> Option<RecordMatchStep> {
    let by = if speaks(&caller, Role::Partner) {
        Side::Partner
    } else {
        Side::Programme
    };
    read(v, caller, by, request)
}

/// A step that is recorded for the producer is the producer's, whoever enters it.
pub(super) fn answer(
    v: &mut Violations,
    caller: Caller,
    request: proto::AnswerMatchRequest,
) -> Option<RecordMatchStep> {
    let proto::AnswerMatchRequest {
        request_id,
        id,
        etag,
        stage,
        on,
        reason,
    } = request;
    let step = proto::RecordMatchStepRequest {
        request_id,
        id,
        etag,
        stage,
        on,
        reason,
    };
    read(v, caller, Side::Producer, step)
}

fn read(
    v: &mut Violations,
    caller: Caller,
    by: Side,
    request: proto::RecordMatchStepRequest,
) -> Option<RecordMatchStep> {
    let id = v.uuid("id", &request.id);
    let seen = v.etag("etag", &request.etag);
    let stage = v.known("stage", request.stage).and_then(stage_from_proto);
    let on = v.optional_date("on", &request.on);
    let reason = v.optional_text("reason", &request.reason, 500);
    let step = Step {
        stage: stage?,
        on: on.unwrap_or(caller.units.day()),
        by,
        reason: reason?,
    };
    Some(RecordMatchStep {
        caller,
        id: id?,
        seen: seen?,
        step,
    })
}
