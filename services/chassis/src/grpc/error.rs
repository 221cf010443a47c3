//! The error that a caller gets: a canonical code, a stable reason, a sentence, and every violation at
//! once (google.rpc.Status with ErrorInfo and BadRequest, AIP-193). What went wrong inside stays inside; it
//! is in the log under the trace id, which the caller gets.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use ocop_identity::OutOfScope;
use ocop_proto::limits::{VIOLATIONS_BYTES, encoded_bytes};
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, FieldViolation, StatusExt as _};
use tracing::error;

use crate::database::{StoreError, is_full, plainly};
use crate::telemetry::current_trace_id;
use crate::telemetry::outage::DATABASE;

/// Bytes of an error's sentence at most. Violations have [`VIOLATIONS_BYTES`]: both travel in headers, of
/// which clients take 8 KiB.
const MESSAGE_BYTES: usize = 600;

/// One thing that is wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Path of the field, such as `product.name`.
    pub field: String,
    /// Why, as a stable word.
    pub reason: &'static str,
    /// Why, in words: what the field must be.
    pub description: String,
}

/// What a caller gets instead of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RpcError {
    /// Canonical code.
    pub code: Code,
    /// Why, as a stable word: see `proto/README.md`.
    pub reason: &'static str,
    /// Why, in words, and what to do.
    pub message: String,
    /// What a program may want to know besides.
    pub metadata: BTreeMap<String, String>,
    /// What is wrong with the request, field by field.
    pub violations: Vec<Violation>,
    /// After how long the same call may pass, if it may.
    pub retry_after: Option<Duration>,
}

impl RpcError {
    /// An error without metadata and violations.
    pub fn new(code: Code, reason: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            reason,
            message: message.into(),
            metadata: BTreeMap::new(),
            violations: Vec::new(),
            retry_after: None,
        }
    }

    /// A fault of the service. Whoever makes it logs the cause; the caller gets the trace id.
    pub fn internal() -> Self {
        let trace = current_trace_id().unwrap_or_default();
        Self::new(
            Code::Internal,
            "INTERNAL",
            format!("something went wrong here; quote the trace id {trace}"),
        )
        .with("trace_id", trace)
    }

    /// The same, with something a program may want to know.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<String>) -> Self {
        self.metadata.insert(key.to_owned(), value.into());
        self
    }

    /// The same, which may pass after a while (google.rpc.RetryInfo).
    #[must_use]
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }

    /// The error as it is sent; `domain` is whose reasons these are, such as `catalog.ocop`. Violations for
    /// which its headers have no room are left out and counted.
    pub fn status(mut self, domain: &str) -> Status {
        if self.message.len() > MESSAGE_BYTES {
            let end = self.message.floor_char_boundary(MESSAGE_BYTES);
            self.message.truncate(end);
            self.message.push('…');
        }
        let mut room = VIOLATIONS_BYTES;
        let fits = |violation: &&Violation| {
            let Violation {
                field,
                reason,
                description,
            } = violation;
            let left = room.checked_sub(encoded_bytes(field, reason, description));
            room = left.unwrap_or_default();
            left.is_some()
        };
        let fit = self.violations.iter().take_while(fits).count();
        let left_out = self.violations.len() - fit;
        if left_out > 0 {
            self.violations.truncate(fit);
            let before = self.metadata.get("violations_left_out");
            let before: usize = before.and_then(|count| count.parse().ok()).unwrap_or(0);
            self = self.with("violations_left_out", (before + left_out).to_string());
        }
        let metadata: HashMap<String, String> = self.metadata.into_iter().collect();
        let mut details = ErrorDetails::with_error_info(self.reason, domain, metadata);
        if !self.violations.is_empty() {
            details.set_bad_request(
                self.violations
                    .into_iter()
                    .map(|violation| FieldViolation {
                        field: violation.field,
                        description: violation.description,
                        reason: violation.reason.to_owned(),
                        ..FieldViolation::default()
                    })
                    .collect::<Vec<_>>(),
            );
        }
        if let Some(wait) = self.retry_after {
            details.set_retry_info(Some(wait));
        }
        Status::with_error_details(self.code, self.message, details)
    }
}

impl From<OutOfScope> for RpcError {
    fn from(denied: OutOfScope) -> Self {
        Self::new(Code::PermissionDenied, "OUT_OF_SCOPE", denied.to_string())
    }
}

impl From<StoreError> for RpcError {
    fn from(failed: StoreError) -> Self {
        shared_store_error(&failed)
    }
}

impl From<Arc<StoreError>> for RpcError {
    fn from(failed: Arc<StoreError>) -> Self {
        shared_store_error(&failed)
    }
}

/// The error for a failure of the store. `taken` gives what the unique constraints of the
/// service mean to a caller: a reason and a sentence.
pub fn store_error(
    failed: StoreError,
    taken: impl Fn(&str) -> Option<(&'static str, &'static str)>,
) -> RpcError {
    if let StoreError::NotUnique { constraint } = &failed
        && let Some((reason, message)) = taken(constraint)
    {
        return RpcError::new(Code::AlreadyExists, reason, message);
    }
    shared_store_error(&failed)
}

/// The error for a failure of the store that means the same in every service.
fn shared_store_error(failed: &StoreError) -> RpcError {
    match failed {
        StoreError::Stale { .. } => RpcError::new(
            Code::Aborted,
            "STALE_ETAG",
            "it changed since it was read; read it again and repeat the change",
        ),
        StoreError::RequestReused => RpcError::new(
            Code::InvalidArgument,
            "REQUEST_ID_REUSED",
            "this request id was used before with another body; choose a new one for a new request",
        ),
        StoreError::RequestInvalid => {
            let mut error = RpcError::new(
                Code::InvalidArgument,
                "INVALID_REQUEST",
                "the request is not valid",
            );
            error.violations.push(Violation {
                field: "request_id".to_owned(),
                reason: "MALFORMED",
                description:
                    "must be a UUID of your choice; send the same one when you repeat the call"
                        .to_owned(),
            });
            error
        }
        StoreError::EventTooLarge { bytes, most, .. } => RpcError::new(
            Code::InvalidArgument,
            "EVENT_TOO_LARGE",
            format!("this would make an event of {bytes} bytes; an event has at most {most}"),
        ),
        StoreError::Unavailable(cause) if is_full(cause) => {
            DATABASE.failed("a call", &plainly(cause));
            RpcError::new(
                Code::Unavailable,
                "STORAGE_FULL",
                "the database of the service has no room left; try again later",
            )
        }
        StoreError::Unavailable(cause) => {
            DATABASE.failed("a call", &plainly(cause));
            RpcError::new(
                Code::Unavailable,
                "TRY_AGAIN",
                "the service cannot reach its database; try again",
            )
        }
        StoreError::NotUnique { .. }
        | StoreError::Corrupt { .. }
        | StoreError::CannotSeal(_)
        | StoreError::Database(_) => {
            error!(error = ?failed, "a call failed");
            RpcError::internal()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_inside_reaches_a_caller() {
        let secret = "relation \"products\" of host db-7";
        let failed = StoreError::Database(sea_orm::DbErr::Custom(secret.to_owned()));
        let status = shared_store_error(&failed).status("test");
        assert_eq!(status.code(), Code::Internal);
        assert!(!format!("{status:?}").contains("db-7"));
    }

    #[test]
    fn an_error_fits_into_the_headers_that_clients_take() {
        let mut error = RpcError::new(Code::InvalidArgument, "INVALID_REQUEST", "ế".repeat(5_000));
        error.violations = (0..100)
            .map(|index| Violation {
                field: format!("content.statements[{index}].evidence_ids[{index}]"),
                reason: "MALFORMED",
                description: "must be a UUID such as 0198b9c2-7d3e-7c11-8f2a-5c9d1e4b7a60"
                    .to_owned(),
            })
            .collect();
        let status = error.status("catalog.ocop");
        let headers = status.clone().into_http::<()>();
        let bytes: usize = headers
            .headers()
            .iter()
            .map(|(name, value)| name.as_str().len() + value.len())
            .sum();
        assert!(bytes < 8 << 10, "{bytes}");
        let details = status.get_error_details();
        let named = details.bad_request().unwrap().field_violations.len();
        let left_out = &details.error_info().unwrap().metadata["violations_left_out"];
        assert_eq!(left_out, &(100 - named).to_string());
    }

    #[test]
    fn an_error_carries_its_reason_and_every_violation() {
        let mut error = RpcError::new(Code::InvalidArgument, "INVALID_REQUEST", "no");
        for field in ["a", "b"] {
            error.violations.push(Violation {
                field: field.to_owned(),
                reason: "REQUIRED",
                description: "must be given".to_owned(),
            });
        }
        let details = error.status("catalog.ocop").get_error_details();
        let info = details.error_info().unwrap();
        assert_eq!(
            (info.reason.as_str(), info.domain.as_str()),
            ("INVALID_REQUEST", "catalog.ocop")
        );
        let fields: Vec<_> = details
            .bad_request()
            .unwrap()
            .field_violations
            .iter()
            .map(|v| v.field.as_str())
            .collect();
        assert_eq!(fields, ["a", "b"]);
    }
}
