//! Calling a service during an import: patiently, safely twice, and telling a bad row from the end of everything.

use std::time::Duration;

use serde::Serialize;
use tonic::{Code, Response, Status};
use uuid::Uuid;

use super::columns;
use super::register::BadRow;
use crate::errors::CallError;
use crate::waiting;

/// How long a service that is away, or an event on its way, is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// Why a row did not go in.
pub(super) enum Stop {
    /// The row is bad; the others may go in.
    Row {
        column: &'static str,
        reason: String,
    },
    /// Nothing more can go in.
    All(anyhow::Error),
}

/// The same content is the same request.
pub(super) fn id_of(request: &impl Serialize) -> Result<String, Stop> {
    let content = serde_json::to_vec(request).map_err(|error| Stop::All(error.into()))?;
    let import = Uuid::new_v5(&Uuid::NAMESPACE_URL, b"ocop:import");
    Ok(Uuid::new_v5(&import, &content).to_string())
}

/// Calls until there is an answer: a service may be away for a moment, and evaluation knows a product only when its event
/// has arrived.
pub(super) async fn patiently<T>(
    call: impl AsyncFn() -> Result<Response<T>, Status>,
) -> Result<T, Stop> {
    let waited = waiting::until("an answer", PATIENCE, async || match call().await {
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
        Ok(Err((code, refused))) => Err(judged(code, refused)),
        Err(_) => match call().await {
            Ok(answer) => Ok(answer.into_inner()),
            Err(status) => Err(judged(status.code(), status.into())),
        },
    }
}

/// Whether what is refused is this row or the whole import.
fn judged(code: Code, refused: CallError) -> Stop {
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
        return Stop::All(refused.into());
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
    Stop::Row { column, reason }
}

/// The row as bad, or the end of the import.
pub(super) fn bad(line: u64, stop: &Stop) -> anyhow::Result<BadRow> {
    match stop {
        Stop::Row { column, reason } => Ok(BadRow {
            line,
            column,
            reason: reason.clone(),
        }),
        Stop::All(error) => match error.downcast_ref::<CallError>() {
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
        let Stop::Row { column, reason } = judged(status.code(), status.into()) else {
            panic!("it is the row that is wrong");
        };
        assert_eq!(column, columns::DECISION_DATE);
        assert!(reason.contains("before the programme"), "{reason}");
    }

    #[test]
    fn a_caller_without_the_role_ends_the_import() {
        assert!(matches!(
            judged(
                Code::PermissionDenied,
                Status::permission_denied("no").into()
            ),
            Stop::All(_)
        ));
    }
}
