//! Decisions on many dossiers on the wire.

use std::collections::HashSet;

use ocop_chassis::grpc::{RpcError, Violations};
use ocop_identity::Caller;
use ocop_proto::evaluation::v1 as proto;
use uuid::Uuid;

use crate::application::certificate::RecordRoundDecision;
use crate::application::certificate::record_round_decision::{
    DecidedOn, MAX_DOSSIERS, Outcome, Recorded,
};
use crate::transport::certificate::certificates::{bare, other_decisions, read_decision};
use crate::transport::fields::optional_id;

pub(crate) fn record(
    v: &mut Violations,
    caller: Caller,
    request: proto::RecordRoundDecisionRequest,
) -> Option<RecordRoundDecision> {
    let decision = read_decision(v, "decision", request.decision.as_ref());
    let ids = ids(v, &request.dossier_ids);
    let round = optional_id(v, "round_id", &request.round_id);
    if request.dossier_ids.is_empty() == request.round_id.is_empty() {
        let either = "must be given, or a round_id, and not both";
        let reason = if request.round_id.is_empty() {
            "REQUIRED"
        } else {
            "OUT_OF_RANGE"
        };
        v.add("dossier_ids", reason, either);
    }
    Some(RecordRoundDecision {
        caller,
        on: round.map_or(DecidedOn::Dossiers(ids), DecidedOn::Round),
        decision: decision?,
        skip_undecidable: request.skip_undecidable,
    })
}

/// Reads the ids of dossiers, of which none may come twice.
fn ids(v: &mut Violations, texts: &[String]) -> Vec<Uuid> {
    if texts.len() > MAX_DOSSIERS {
        v.add(
            "dossier_ids",
            "OUT_OF_RANGE",
            format!("must be at most {MAX_DOSSIERS}"),
        );
        return Vec::new();
    }
    let (mut ids, mut seen) = (Vec::with_capacity(texts.len()), HashSet::new());
    for (index, text) in texts.iter().enumerate() {
        let field = format!("dossier_ids[{index}]");
        if let Some(id) = v.uuid(&field, text) {
            if !seen.insert(id) {
                v.add(&field, "DUPLICATE", "must not come twice");
            }
            ids.push(id);
        }
    }
    ids
}

pub(crate) fn to_proto(recorded: Recorded) -> proto::RecordRoundDecisionResponse {
    let of = |outcome: Outcome| proto::DecisionOutcome {
        dossier_id: outcome.dossier_id.to_string(),
        product_id: outcome.product_id.to_string(),
        certificate: outcome.certificate.map(bare),
    };
    let left_out = |(dossier, why): (Uuid, _)| {
        let why = RpcError::from(why);
        proto::LeftOut {
            dossier_id: dossier.to_string(),
            reason: why.reason.to_owned(),
            message: why.message,
        }
    };
    proto::RecordRoundDecisionResponse {
        outcomes: recorded.outcomes.into_iter().map(of).collect(),
        left_out: recorded.left_out.into_iter().map(left_out).collect(),
        other_decisions: other_decisions(recorded.contradicting),
    }
}
