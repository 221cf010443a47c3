//! How a call is refused: a canonical code, a stable reason, and every field that is wrong.
//!
//! On the wire this is the richer error model of google.rpc: `ErrorInfo` with reason, domain and
//! metadata on every error, and `BadRequest` where fields are at fault. What went wrong inside never
//! leaves the process: the caller gets the trace id, and the log has the cause under it.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use tonic::{Code, Status};
use tonic_types::{ErrorDetails, FieldViolation, StatusExt};

use crate::database::StoreError;
use crate::identity::OutOfScope;
use crate::telemetry;

/// What is wrong with one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// A stable word for programs, such as `MALFORMED`.
    pub reason: &'static str,
    /// A sentence for people that reads on from the field's name, such as "must be a UUID".
    pub description: String,
}

/// What is wrong with one field of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Path of the field, such as `product.name` or `answers[3].criterion`.
    pub field: String,
    /// A stable word for programs.
    pub reason: &'static str,
    /// A sentence for people.
    pub description: String,
}

/// Why a call is refused.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// The canonical code.
    pub code: Code,
    /// A stable word for programs, unique within the service.
    pub reason: &'static str,
    /// A sentence for people.
    pub message: String,
    /// Values that belong to the reason, for programs.
    pub metadata: BTreeMap<String, String>,
    /// The fields at fault, if fields are.
    pub violations: Vec<Violation>,
    cause: Option<String>,
}

impl Refusal {
    /// A refusal without metadata and violations.
    pub fn new(code: Code, reason: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            reason,
            message: message.into(),
            metadata: BTreeMap::new(),
            violations: Vec::new(),
            cause: None,
        }
    }

    /// Something broke inside. The caller learns only under which trace id to ask.
    pub fn internal() -> Self {
        let message = match telemetry::current_trace_id() {
            Some(trace) => format!("internal error; quote trace id {trace}"),
            None => "internal error".to_owned(),
        };
        Self::new(Code::Internal, "INTERNAL", message)
    }

    /// Adds a value that belongs to the reason.
    #[must_use]
    pub fn with(mut self, key: impl Into<String>, value: impl fmt::Display) -> Self {
        self.metadata.insert(key.into(), value.to_string());
        self
    }

    /// Notes what really happened. It goes to the log and never to the caller.
    #[must_use]
    pub fn because(mut self, cause: impl fmt::Display) -> Self {
        self.cause = Some(format!("{cause:#}"));
        self
    }

    /// The status a caller gets, with `domain` naming the service the reason belongs to. Writes the
    /// cause, if there is one, to the log.
    pub fn status(self, domain: &str) -> Status {
        if let Some(cause) = &self.cause {
            tracing::error!(reason = self.reason, cause, "a call failed inside");
        }
        let metadata: HashMap<String, String> = self.metadata.into_iter().collect();
        let mut details = ErrorDetails::with_error_info(self.reason, domain, metadata);
        if !self.violations.is_empty() {
            let fields: Vec<FieldViolation> = self.violations.into_iter().map(told).collect();
            details.set_bad_request(fields);
        }
        Status::with_error_details(self.code, self.message, details)
    }
}

fn told(violation: Violation) -> FieldViolation {
    FieldViolation {
        reason: violation.reason.to_owned(),
        ..FieldViolation::new(violation.field, violation.description)
    }
}

impl From<OutOfScope> for Refusal {
    fn from(denied: OutOfScope) -> Self {
        Self::new(Code::PermissionDenied, "OUT_OF_SCOPE", denied.to_string())
    }
}

/// Both or neither: where the request id and the request itself are wrong, the caller hears of both
/// at once.
///
/// # Errors
/// Either is refused.
pub fn both<A, B>(request_id: Result<A, StoreError>, request: Result<B, Refusal>) -> Result<(A, B), Refusal> {
    let request_id = request_id.map_err(|error| super::refuse_store(error, |_| None));
    match (request_id, request) {
        (Ok(id), Ok(request)) => Ok((id, request)),
        (Err(refusal), Ok(_)) | (Ok(_), Err(refusal)) => Err(refusal),
        (Err(mut first), Err(second)) => {
            if second.violations.is_empty() {
                return Err(second);
            }
            first.violations.extend(second.violations);
            Err(first)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caller_gets_code_reason_domain_metadata_and_every_field() {
        let mut refusal = Refusal::new(Code::InvalidArgument, "INVALID_REQUEST", "2 fields are wrong").with("count", 2);
        for field in ["name", "id"] {
            refusal.violations.push(Violation {
                field: field.to_owned(),
                reason: "MISSING",
                description: "is required".to_owned(),
            });
        }
        let status = refusal.status("catalog.ocop");
        assert_eq!(status.code(), Code::InvalidArgument);
        let details = status.get_error_details();
        let info = details.error_info().unwrap();
        assert_eq!((info.reason.as_str(), info.domain.as_str()), ("INVALID_REQUEST", "catalog.ocop"));
        assert_eq!(info.metadata["count"], "2");
        let fields = &details.bad_request().unwrap().field_violations;
        assert_eq!((fields[1].field.as_str(), fields[1].reason.as_str()), ("id", "MISSING"));
    }

    #[tokio::test]
    async fn the_cause_of_an_internal_error_stays_inside() {
        let traceparent = telemetry::Traceparent::generate();
        let status = telemetry::traced("test", traceparent, async {
            Refusal::internal().because("password=hunter2").status("catalog.ocop")
        })
        .await;
        let shown = format!("{status:?}");
        assert!(!shown.contains("hunter2"), "{shown}");
        assert!(status.message().contains(&traceparent.trace_id()));
    }
}
