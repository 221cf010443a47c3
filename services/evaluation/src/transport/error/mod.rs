//! The one map from what the service refuses to what a caller is answered.

mod files;
mod refusals;

use std::time::Duration;

use ocop_chassis::grpc::{self, Violation, store_error};
use tonic::Code;

use crate::application::{Error, Resource};

pub(super) use refusals::of_answers;

/// Domain of the reasons (google.rpc.ErrorInfo).
pub const DOMAIN: &str = "evaluation.ocop";

/// The one map from what a use case fails with to what a caller is answered.
impl From<Error> for grpc::RpcError {
    fn from(refusal: Error) -> Self {
        match refusal {
            Error::Refused(refusal) => refusals::of(&refusal),
            Error::Unknown { what, .. } => {
                grpc::RpcError::new(Code::NotFound, unknown(what), refusal.to_string())
            }
            Error::NoRevision { .. } => {
                grpc::RpcError::new(Code::NotFound, "REVISION_UNKNOWN", refusal.to_string())
            }
            Error::ProductUnknown { may_come, .. } => {
                not_received("PRODUCT_UNKNOWN", may_come, &refusal)
            }
            Error::ProducerUnknown { may_come, .. } => {
                not_received("PRODUCER_UNKNOWN", may_come, &refusal)
            }
            Error::FileDamaged { .. } => files::damaged(&refusal),
            Error::Files(error) => files::failed(&error),
            Error::InTheFuture { .. } => precondition("DATE_IN_THE_FUTURE", &refusal),
            Error::Stale => grpc::RpcError::new(Code::Aborted, "STALE_ETAG", refusal.to_string()),
            Error::Council(problems) => {
                let mut answer = grpc::RpcError::new(
                    Code::InvalidArgument,
                    "INVALID_REQUEST",
                    "the council cannot be recorded; see the details",
                );
                answer.violations = problems
                    .iter()
                    .map(|problem| violation("council", "COUNCIL_INVALID", problem.to_string()))
                    .collect();
                answer
            }
            Error::Undecidable(problems) => {
                let message = format!("{} of the dossiers cannot be decided", problems.len());
                let mut refused = precondition("DOSSIERS_UNDECIDABLE", &message);
                let of = |(id, problem)| {
                    let why = grpc::RpcError::from(problem);
                    violation(format!("dossier_ids[{id}]"), why.reason, why.message)
                };
                refused.violations = problems.into_iter().map(of).collect();
                refused
            }
            Error::NothingToDecide => precondition("NOTHING_TO_DECIDE", &refusal),
            Error::TooMany { .. } => precondition("TOO_MANY_DOSSIERS", &refusal),
            Error::Denied(denied) => denied.into(),
            Error::Store(error) => store_error(error, taken),
        }
    }
}

/// How long the event of what was registered just now usually takes to arrive, with room to spare.
const ARRIVAL: Duration = Duration::from_secs(1);

/// What the catalog has not told of: yet, or at all.
fn not_received(reason: &'static str, may_come: bool, refusal: &Error) -> grpc::RpcError {
    if may_come {
        precondition(reason, refusal).retry_after(ARRIVAL)
    } else {
        grpc::RpcError::new(Code::NotFound, reason, refusal.to_string())
    }
}

/// The reason of what is not there.
fn unknown(what: Resource) -> &'static str {
    match what {
        Resource::Certificate => "CERTIFICATE_UNKNOWN",
        Resource::Complaint => "COMPLAINT_UNKNOWN",
        Resource::Council => "COUNCIL_UNKNOWN",
        Resource::Dossier => "DOSSIER_UNKNOWN",
        Resource::Evidence => "EVIDENCE_UNKNOWN",
        Resource::Inspection => "INSPECTION_UNKNOWN",
        Resource::Round => "ROUND_UNKNOWN",
        Resource::Target => "TARGET_UNKNOWN",
    }
}

fn precondition(reason: &'static str, message: &impl ToString) -> grpc::RpcError {
    grpc::RpcError::new(Code::FailedPrecondition, reason, message.to_string())
}

pub(super) fn violation(
    field: impl Into<String>,
    reason: &'static str,
    description: String,
) -> Violation {
    Violation {
        field: field.into(),
        reason,
        description,
    }
}

pub(super) fn invalid(message: &str, violations: Vec<Violation>) -> grpc::RpcError {
    let mut answer = grpc::RpcError::new(Code::InvalidArgument, "INVALID_REQUEST", message);
    answer.violations = violations;
    answer
}

/// The unique constraints of the service, as PostgreSQL and SQLite name them, and what each means to a caller.
fn taken(constraint: &str) -> Option<(&'static str, &'static str)> {
    let is = |names: [&str; 2]| names.iter().any(|name| constraint.contains(name));
    if is(["rounds_number", "rounds.province_code"]) {
        Some((
            "ROUND_EXISTS",
            "the province has a round of this year and number already",
        ))
    } else if is(["dossiers_open", "dossiers.product_id"]) {
        Some((
            "DOSSIER_OPEN",
            "the product has an open dossier of this kind",
        ))
    } else if is(["ballots_member", "ballots.dossier_id"]) {
        Some(("VOTED_ALREADY", "the member has voted on this dossier"))
    } else if is(["conflicts_member", "conflicts.dossier_id"]) {
        Some((
            "CONFLICT_DECLARED",
            "the member has a conflict of interest in this dossier already",
        ))
    } else if is(["targets_name", "targets.province_code"]) {
        Some((
            "TARGET_EXISTS",
            "the province has a target of this name and period",
        ))
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
