//! What every call goes through: trace, identity, permission, a bound on calls in flight, a line in
//! the log and the metrics.

use std::collections::HashSet;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use http::{Request, Response};
use ocop_identity::{AccessDenied, AccessTable, Actor, OutOfScope};
use tokio::sync::Semaphore;
use tokio::time::Instant;
use tonic::body::Body;
use tonic::{Code, Status};
use tower::{Layer, Service};
use tracing::{debug, error, info, warn};

use super::metrics::RpcMetrics;
use super::streaming::{AdmittedStream, too_long};
use super::{Call, RpcError};
use crate::lifecycle::panic_message;
use crate::telemetry::{Traceparent, traced};
use crate::tokens::{Rejected, Verifier};

/// Paths that pass without a token and are not logged: probes and reflection.
const UNGUARDED: [&str; 2] = ["/grpc.health.v1.Health/", "/grpc.reflection."];

/// Marks a call that has waited for the key of its token.
#[derive(Clone)]
struct WaitedForKey;

/// What the guard needs.
pub(super) struct Guard {
    pub(super) access: AccessTable,
    pub(super) verifier: Verifier,
    pub(super) in_flight: Arc<Semaphore>,
    pub(super) longest: Duration,
    pub(super) longest_stream: Duration,
    pub(super) streams: HashSet<String>,
    pub(super) domain: &'static str,
    pub(super) metrics: RpcMetrics,
}

/// Puts the guard before the rpcs.
#[derive(Clone)]
pub(super) struct GuardLayer(pub(super) Arc<Guard>);

impl<S> Layer<S> for GuardLayer {
    type Service = Guarded<S>;

    fn layer(&self, inner: S) -> Guarded<S> {
        Guarded {
            guard: Arc::clone(&self.0),
            inner,
        }
    }
}

/// The rpcs with the guard before them.
#[derive(Clone)]
pub(super) struct Guarded<S> {
    guard: Arc<Guard>,
    inner: S,
}

impl<S, B> Service<Request<B>> for Guarded<S>
where
    S: Service<Request<B>, Response = Response<Body>> + Clone + Send + 'static,
    S::Future: Send + 'static,
    S::Error: Send + 'static,
    B: Send + 'static,
{
    type Response = Response<Body>;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<Response<Body>, S::Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        let path = request.uri().path();
        if UNGUARDED.iter().any(|prefix| path.starts_with(prefix)) {
            return Box::pin(self.inner.call(request));
        }
        let header = |name| {
            let value = request.headers().get(name);
            value.and_then(|value| value.to_str().ok())
        };
        let traceparent = Traceparent::from_header(header("traceparent"));
        let admitted = self.guard.admit(path, header("authorization"), traceparent);
        let guard = Arc::clone(&self.guard);
        match admitted {
            Ok(call) => {
                let (rpc, actor) = (call.rpc, Arc::clone(&call.actor));
                request.extensions_mut().insert(call);
                let work = self.inner.call(request);
                Box::pin(traced(rpc, traceparent, async move {
                    let began = Instant::now();
                    let stream = guard.streams.contains(rpc);
                    let longest = if stream {
                        guard.longest_stream
                    } else {
                        guard.longest
                    };
                    let response = match Arc::clone(&guard.in_flight).try_acquire_owned() {
                        Ok(permit) => {
                            let response = guard.bounded(rpc, longest, work).await?;
                            if stream && Status::from_header_map(response.headers()).is_none() {
                                let admitted = AdmittedStream {
                                    guard,
                                    permit,
                                    rpc,
                                    actor,
                                    traceparent,
                                    began,
                                    until: began + longest,
                                };
                                return Ok(admitted.monitor(response));
                            }
                            response
                        }
                        Err(_) => guard.response(RpcError::new(
                            Code::ResourceExhausted,
                            "BUSY",
                            "the service is at its limit; try again shortly",
                        )),
                    };
                    guard.record(rpc, &actor.subject, code_of(&response), began.elapsed());
                    Ok(response)
                }))
            }
            Err(error) => {
                let token = header("authorization").and_then(bearer);
                let waited = request.extensions().get::<WaitedForKey>().is_some();
                if let Some(key) = token.and_then(|token| guard.verifier.key_of(token))
                    && !waited
                {
                    request.extensions_mut().insert(WaitedForKey);
                    // The service that was polled ready goes, and a clone of it stays.
                    let clone = self.clone();
                    let mut polled = std::mem::replace(self, clone);
                    return Box::pin(async move {
                        key.await;
                        polled.call(request).await
                    });
                }
                let rpc = path.to_owned();
                Box::pin(async move {
                    let denied = async {
                        let response = guard.response(error);
                        guard.record(&rpc, "-", code_of(&response), Duration::ZERO);
                        response
                    };
                    Ok(traced(&rpc, traceparent, denied).await)
                })
            }
        }
    }
}

/// The code that an answer begins with.
fn code_of(response: &Response<Body>) -> Code {
    Status::from_header_map(response.headers()).map_or(Code::Ok, |status| status.code())
}

impl Guard {
    fn response(&self, error: RpcError) -> Response<Body> {
        error.status(self.domain).into_http()
    }

    /// Waits for the answer at most for `longest`. A panic is the end of one call and not of its
    /// connection, on which others are waiting.
    async fn bounded<E>(
        &self,
        rpc: &str,
        longest: Duration,
        work: impl Future<Output = Result<Response<Body>, E>>,
    ) -> Result<Response<Body>, E> {
        // Whatever a panic left half done belongs to the call alone and goes with it: what calls
        // share is changed in whole steps.
        let work = AssertUnwindSafe(work).catch_unwind();
        match tokio::time::timeout(longest, work).await {
            Ok(Ok(response)) => response,
            Ok(Err(panic)) => {
                error!(
                    rpc,
                    panic = panic_message(panic.as_ref()),
                    "a call panicked"
                );
                Ok(self.response(RpcError::internal()))
            }
            Err(_) => Ok(self.response(too_long())),
        }
    }

    fn admit(
        &self,
        path: &str,
        authorization: Option<&str>,
        traceparent: Traceparent,
    ) -> Result<Call, RpcError> {
        let actor = authorization.map(|value| self.actor(value)).transpose()?;
        let access = self
            .access
            .check(path, actor.as_deref())
            .map_err(|denied| match denied {
                AccessDenied::TokenMissing => RpcError::new(
                    Code::Unauthenticated,
                    "TOKEN_MISSING",
                    "this call needs a token: send the header authorization: Bearer <token>",
                ),
                AccessDenied::RoleMissing => RpcError::new(
                    Code::PermissionDenied,
                    "ROLE_MISSING",
                    "none of your roles may make this call",
                ),
                AccessDenied::OutOfScope => OutOfScope.into(),
            })?;
        Ok(Call {
            actor: actor.unwrap_or_else(|| Arc::new(Actor::anonymous())),
            allowed: access.roles(),
            covers: access.covers,
            also: access.also,
            personal: access.personal,
            rpc: access.rpc,
            traceparent,
        })
    }

    fn actor(&self, authorization: &str) -> Result<Arc<Actor>, RpcError> {
        let invalid = || {
            RpcError::new(
                Code::Unauthenticated,
                "TOKEN_INVALID",
                "the token is not one that this service accepts",
            )
        };
        let token = bearer(authorization).ok_or_else(invalid)?;
        self.verifier
            .verify(token)
            .map_err(|rejected| match rejected {
                Rejected::Expired => RpcError::new(
                    Code::Unauthenticated,
                    "TOKEN_EXPIRED",
                    "the token has expired; get a new one",
                ),
                Rejected::Invalid => invalid(),
            })
    }

    /// One line in the log and two metrics per call.
    pub(super) fn record(&self, rpc: &str, actor: &str, code: Code, took: Duration) {
        self.metrics.record(rpc, code, took);
        let ms = took.as_secs_f64() * 1_000.0;
        match code {
            Code::Internal | Code::Unknown | Code::DataLoss => warn!(rpc, ?code, ms, actor, "call"),
            Code::Ok => debug!(rpc, ?code, ms, actor, "call"),
            _ => info!(rpc, ?code, ms, actor, "call"),
        }
    }
}

/// The token of a header. The scheme may be written in any case (RFC 9110, 11.1).
fn bearer(authorization: &str) -> Option<&str> {
    let (scheme, token) = authorization.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

#[cfg(test)]
mod tests;
