//! Calls during an import: retried while a service is away, with ids that make a repeated call safe, and with failures
//! sorted into those of one row and those of the whole import.

use std::time::Duration;

use serde::Serialize;
use tonic::{Code, Response, Status};
use uuid::Uuid;

use super::columns;
use super::register::Remark;
use crate::errors::CallError;
use crate::waiting;

/// For how long a call is retried while a service is away or an event has not arrived.
const RETRY_FOR: Duration = Duration::from_secs(30);

/// Why a row did not go in.
pub(super) enum Failure {
    /// The row is bad; the others may go in.
    Row {
        column: &'static str,
        reason: String,
    },
    /// The import cannot go on.
    Import(anyhow::Error),
}

/// The request id: made from the content, so that the same row makes the same request.
pub(super) fn id_of(request: &impl Serialize) -> Result<String, Failure> {
    let content = serde_json::to_vec(request).map_err(|error| Failure::Import(error.into()))?;
    let import = Uuid::new_v5(&Uuid::NAMESPACE_URL, b"ocop:import");
    Ok(Uuid::new_v5(&import, &content).to_string())
}

/// Calls until there is an answer: a service may be restarting, and evaluation knows a product only after its event has
/// arrived.
pub(super) async fn with_retries<T>(
    call: impl AsyncFn() -> Result<Response<T>, Status>,
) -> Result<T, Failure> {
    let waited = waiting::until("an answer", RETRY_FOR, async || match call().await {
        Ok(answer) => Ok(Some(Ok(answer.into_inner()))),
        Err(status) => {
            let code = status.code();
            let refused = CallError::from(status);
            if refused.reason == "PRODUCT_UNKNOWN"
                || matches!(code, Code::Unavailable | Code::DeadlineExceeded)
            {
                tracing::debug!(%refused, "trying again");
                return Ok(None);
            }
            Ok(Some(Err((code, refused))))
        }
    })
    .await;
    match waited {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err((code, refused))) => Err(classified(code, refused)),
        Err(_) => match call().await {
            Ok(answer) => Ok(answer.into_inner()),
            Err(status) => Err(classified(status.code(), status.into())),
        },
    }
}

/// Whether a failed call rejects its row or ends the import.
fn classified(code: Code, refused: CallError) -> Failure {
    let of_the_row = match code {
        Code::InvalidArgument
        | Code::AlreadyExists
        | Code::FailedPrecondition
        | Code::NotFound
        | Code::OutOfRange
        | Code::Aborted => true,
        Code::PermissionDenied => refused.reason == "OUT_OF_SCOPE",
        _ => false,
    };
    if !of_the_row {
        return Failure::Import(refused.into());
    }
    let column = match refused.violations.first() {
        Some(violation) => columns::of_field(&violation.field),
        None => columns::of_reason(&refused.reason),
    };
    // Where fields are named, their descriptions are enough.
    let reason = if refused.violations.is_empty() {
        refused.message
    } else {
        let violations = refused.violations.iter();
        violations
            .map(|violation| format!("{}: {}", violation.field, violation.description))
            .collect::<Vec<_>>()
            .join("; ")
    };
    Failure::Row { column, reason }
}

/// The failure as a bad row.
///
/// # Errors
/// It ends the import.
pub(super) fn bad(line: u64, failure: &Failure) -> anyhow::Result<Remark> {
    match failure {
        Failure::Row { column, reason } => Ok(Remark {
            line,
            column,
            reason: reason.clone(),
        }),
        Failure::Import(error) => match error.downcast_ref::<CallError>() {
            Some(refused) => Err(refused.clone().into()),
            None => Err(anyhow::anyhow!("{error:#}")),
        },
    }
}

#[cfg(test)]
mod tests {
    use ocop_proto::evaluation::v1::ImportCertificateRequest;

    use super::*;

    fn request(star: u32) -> ImportCertificateRequest {
        ImportCertificateRequest {
            star,
            ..ImportCertificateRequest::default()
        }
    }

    #[test]
    fn the_same_row_makes_the_same_request_and_another_row_another() {
        let id = |star| id_of(&request(star)).ok();
        assert!(id(3).is_some());
        assert_eq!(id(3), id(3));
        assert_ne!(id(3), id(4));
    }

    #[test]
    fn a_refused_field_points_to_its_column() {
        let mut details = tonic_types::ErrorDetails::new();
        details.add_bad_request_violation("decision.date", "lies before the programme began");
        let status = <Status as tonic_types::StatusExt>::with_error_details(
            Code::InvalidArgument,
            "one field is wrong",
            details,
        );
        let Failure::Row { column, reason } = classified(status.code(), status.into()) else {
            panic!("it is the row that is wrong");
        };
        assert_eq!(column, columns::DECISION_DATE);
        assert!(reason.contains("before the programme"), "{reason}");
    }

    #[test]
    fn a_caller_without_the_role_ends_the_import() {
        assert!(matches!(
            classified(
                Code::PermissionDenied,
                Status::permission_denied("no").into()
            ),
            Failure::Import(_)
        ));
    }
}
