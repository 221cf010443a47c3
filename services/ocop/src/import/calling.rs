//! Calls during an import: repeated while a service is away, with the same request id, so that they take effect once.

use std::time::Duration;

use tonic::{Code, Response, Status};

use crate::errors::CallError;
use crate::waiting;

/// For how long a call is repeated while a service is away, and an event is waited for.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// Calls until there is an answer: a service may be restarting, and two that register the same at the same moment are told
/// so by the unique index.
///
/// # Errors
/// The service refuses the call, or stays away.
pub(super) async fn with_retries<T>(
    call: impl AsyncFn() -> Result<Response<T>, Status>,
) -> anyhow::Result<T> {
    let passing = |code| {
        matches!(
            code,
            Code::Unavailable
                | Code::DeadlineExceeded
                | Code::ResourceExhausted
                | Code::Aborted
                | Code::AlreadyExists
        )
    };
    let answered = waiting::until("an answer", PATIENCE, async || match call().await {
        Ok(answer) => Ok(Some(answer.into_inner())),
        Err(status) if passing(status.code()) => {
            tracing::debug!(%status, "trying again");
            Ok(None)
        }
        Err(status) => Err(CallError::from(status).into()),
    });
    match answered.await {
        Ok(answer) => Ok(answer),
        // Of one that stayed away, the last call says why.
        Err(error) if error.is::<CallError>() => Err(error),
        Err(_) => Ok(call().await.map_err(CallError::from)?.into_inner()),
    }
}
