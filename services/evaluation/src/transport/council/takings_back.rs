//! What a session takes back, on the wire.

use std::sync::Arc;

use ocop_chassis::grpc::Violations;
use ocop_identity::Caller;
use ocop_proto::evaluation::v1 as proto;

use crate::application::council::{
    CorrectAgreement, ReopenVote, SignMinutes, WithdrawBallot, WithdrawConflict,
};
use crate::application::step::TakeStep;
use crate::domain::criteria::library::Library;
use crate::transport::council::ballots::read_answers;

/// Most characters of a reason.
const REASON: usize = 2_000;

pub(crate) fn ballot(
    v: &mut Violations,
    caller: Caller,
    request: proto::WithdrawBallotRequest,
) -> Option<WithdrawBallot> {
    let id = v.uuid("dossier_id", &request.dossier_id);
    let reason = v.required_text("reason", &request.reason, REASON);
    Some(WithdrawBallot {
        caller,
        id: id?,
        reason: reason?,
    })
}

pub(crate) fn conflict(
    v: &mut Violations,
    caller: Caller,
    request: proto::WithdrawConflictRequest,
) -> Option<WithdrawConflict> {
    let id = v.uuid("dossier_id", &request.dossier_id);
    let member = v.optional_text("member", &request.member, 200);
    let reason = v.required_text("reason", &request.reason, REASON);
    Some(WithdrawConflict {
        caller,
        id: id?,
        member: member.filter(|member| !member.is_empty()),
        reason: reason?,
    })
}

pub(crate) fn vote(
    v: &mut Violations,
    caller: Caller,
    request: proto::ReopenVoteRequest,
) -> Option<ReopenVote> {
    let id = v.uuid("dossier_id", &request.dossier_id);
    let reason = v.required_text("reason", &request.reason, REASON);
    let on = v.optional_date("reopened_on", &request.reopened_on);
    Some(ReopenVote {
        caller,
        id: id?,
        reason: reason?,
        on,
    })
}

pub(crate) fn agreement(
    v: &mut Violations,
    caller: Caller,
    library: Arc<Library>,
    request: proto::CorrectAgreementRequest,
) -> Option<CorrectAgreement> {
    let id = v.uuid("dossier_id", &request.dossier_id);
    let agreed = read_answers(v, "agreed_answers", &request.agreed_answers);
    let reason = v.required_text("reason", &request.reason, REASON);
    let corrected_on = v.optional_date("corrected_on", &request.corrected_on);
    Some(CorrectAgreement {
        caller,
        library,
        id: id?,
        agreed,
        reason: reason?,
        corrected_on,
    })
}

pub(crate) fn minutes(
    v: &mut Violations,
    caller: Caller,
    request: proto::SignMinutesRequest,
) -> Option<TakeStep<SignMinutes>> {
    let id = v.uuid("dossier_id", &request.dossier_id);
    let on = v.optional_date("signed_on", &request.signed_on);
    Some(TakeStep {
        caller,
        id: id?,
        step: SignMinutes { on },
    })
}
