//! The steps of an rpc as free functions, for the rpcs that do not use [`Rpc`](super::Rpc) yet.

use prost::Message;
use tonic::{Response, Status};
use uuid::Uuid;

use super::{Call, RpcError, Violations, refuse_shared};
use crate::database::{Request, Store, StoreError, UseCase};
use crate::paging::Page;

/// Reads the id that an rpc asks for.
///
/// # Errors
/// INVALID_ARGUMENT.
pub fn id_of(field: &str, text: &str) -> Result<Uuid, RpcError> {
    let mut violations = Violations::new();
    let id = violations.uuid(field, text);
    violations.finish()?;
    id.ok_or_else(RpcError::internal)
}

/// Reads what a list rpc asks for: its filter and its page, with every violation of both. `bare` is
/// the request without its paging fields.
///
/// # Errors
/// INVALID_ARGUMENT.
pub fn list_of<F>(
    (size, token): (i32, &str),
    bare: &impl Message,
    filter: impl FnOnce(&mut Violations) -> F,
) -> Result<(F, Page), RpcError> {
    let mut violations = Violations::new();
    let page = Page::parse(&mut violations, size, token, bare);
    let filter = filter(&mut violations);
    violations.finish()?;
    Ok((filter, page))
}

/// Both, or everything that is wrong with either.
///
/// # Errors
/// The refusals of both, as one.
pub fn both<T>(
    remembered: Result<Request, StoreError>,
    case: Result<T, RpcError>,
) -> Result<(Request, T), RpcError> {
    match (remembered.map_err(|error| refuse_shared(&error)), case) {
        (Ok(remembered), Ok(case)) => Ok((remembered, case)),
        (Err(mut refusal), Err(also)) if refusal.reason == also.reason => {
            refusal.violations.extend(also.violations);
            Err(refusal)
        }
        (_, Err(refusal)) | (Err(refusal), _) => Err(refusal),
    }
}

/// Runs a use case once per request id. `refuse` is the service's one map from its refusals to the wire.
///
/// # Errors
/// The request is not valid, or the use case refused.
pub async fn once<E, Q, U, M>(
    store: &Store<E>,
    call: &Call,
    (request_id, request): (&str, &Q),
    case: Result<U, RpcError>,
    told: impl Fn(U::Answer) -> M + Send + Sync,
    (domain, refuse): (&str, fn(U::Error) -> RpcError),
) -> Result<Response<M>, Status>
where
    E: Send,
    Q: Message,
    U: UseCase<E>,
    M: Message + Default,
{
    let read = both(Request::new(request_id, request), case);
    let (remembered, case) = read.map_err(|refusal| refusal.status(domain))?;
    let answer = store
        .execute(&call.origin(), &remembered, &case, told)
        .await;
    answer
        .map(Response::new)
        .map_err(|refusal| refuse(refusal).status(domain))
}
