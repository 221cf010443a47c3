//! What a caller is answered about files.

use ocop_chassis::grpc::RpcError;
use tonic::Code;
use tracing::error;

use super::violation;
use crate::storage::evidence::FilesError;

/// A file that is not what was announced. The reason stands for the whole call: nothing of the file is kept.
pub(super) fn otherwise(
    reason: &'static str,
    field: &'static str,
    message: &impl ToString,
) -> RpcError {
    let mut answer = RpcError::new(Code::InvalidArgument, reason, message.to_string());
    answer.violations = vec![violation(field, reason, message.to_string())];
    answer
}

/// A stored file that is not the one that was filed.
pub(super) fn damaged(message: &impl ToString) -> RpcError {
    error!(error = message.to_string(), "a stored file is damaged");
    RpcError::new(Code::DataLoss, "FILE_DAMAGED", message.to_string())
}

/// A failure of the file store.
pub(super) fn failed(cause: &FilesError) -> RpcError {
    match cause {
        FilesError::Missing => damaged(cause),
        FilesError::Failed(_) | FilesError::Unusable(_) => {
            error!(error = ?cause, "the file store cannot be used");
            RpcError::new(
                Code::Unavailable,
                "TRY_AGAIN",
                "the service cannot reach its files; try again",
            )
        }
    }
}
