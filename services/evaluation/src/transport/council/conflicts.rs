//! Conflicts of interest on the wire.

use ocop_chassis::grpc::{Violations, timestamp};
use ocop_identity::Caller;
use ocop_proto::evaluation::v1 as proto;

use crate::application::council::DeclareConflict;
use crate::domain::council::conflict::Conflict;
use crate::transport::council::ballots;

pub(crate) fn to_proto(conflict: Conflict) -> proto::Conflict {
    proto::Conflict {
        id: conflict.id.to_string(),
        dossier_id: conflict.dossier_id.to_string(),
        member: conflict.member,
        reason: conflict.reason,
        declared_by: conflict.declared_by,
        declare_time: Some(timestamp(conflict.declared_at)),
        withdrawal: conflict.withdrawn.map(ballots::withdrawal_to_proto),
    }
}

pub(crate) fn declare(
    v: &mut Violations,
    caller: Caller,
    request: proto::DeclareConflictRequest,
) -> Option<DeclareConflict> {
    let id = v.uuid("dossier_id", &request.dossier_id);
    let member = v.optional_text("member", &request.member, 200);
    let reason = v.required_text("reason", &request.reason, 2_000);
    let member = member?;
    Some(DeclareConflict {
        caller,
        id: id?,
        member: (!member.is_empty()).then_some(member),
        reason: reason?,
    })
}
