//! What every call passes on its way to a handler and back.

use std::convert::Infallible;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use futures::FutureExt;
use futures::future::BoxFuture;
use http::{HeaderMap, Request, Response, header};
use metrics::{counter, histogram};
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;
use tonic::body::Body;
use tonic::{Code, Status};
use tower::{Layer, Service};

use super::{Call, Refusal, Settings};
use crate::identity::{Actor, Gatekeeper, Rejected, Stopped, Verifier};
use crate::lifecycle::panic_message;
use crate::telemetry::{self, Traceparent};

/// The header in which a status carries its details.
const DETAILS: &str = "grpc-status-details-bin";

/// The rules that calls of one service pass. Cheap to clone.
#[derive(Clone)]
pub(super) struct Guard(Arc<Rules>);

struct Rules {
    domain: &'static str,
    verifier: Verifier,
    gatekeeper: Gatekeeper,
    places: Semaphore,
    timeout: Duration,
    in_flight: TaskTracker,
    nobody: Arc<Actor>,
}

impl Guard {
    pub(super) fn new(domain: &'static str, settings: &Settings, verifier: Verifier, gatekeeper: Gatekeeper) -> Self {
        Self(Arc::new(Rules {
            domain,
            verifier,
            gatekeeper,
            places: Semaphore::new(settings.max_in_flight.min(Semaphore::MAX_PERMITS)),
            timeout: Duration::from_secs(settings.request_timeout_seconds),
            in_flight: TaskTracker::new(),
            nobody: Arc::new(Actor::anonymous()),
        }))
    }

    /// Waits until no call is being worked on. To be asked once no new calls come.
    pub(super) async fn idle(&self) {
        self.0.in_flight.close();
        self.0.in_flight.wait().await;
    }
}

impl<S> Layer<S> for Guard {
    type Service = Guarded<S>;

    fn layer(&self, inner: S) -> Guarded<S> {
        Guarded { rules: self.0.clone(), inner }
    }
}

/// A service behind the guard.
#[derive(Clone)]
pub(super) struct Guarded<S> {
    rules: Arc<Rules>,
    inner: S,
}

impl<S> Service<Request<Body>> for Guarded<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response<Body>, Infallible>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let path = request.uri().path();
        if path.starts_with("/grpc.health.") || path.starts_with("/grpc.reflection.") {
            return self.inner.call(request).boxed();
        }
        // What was polled ready is used; its clone waits for the next call.
        let next = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, next);
        let rules = self.rules.clone();
        let header = request.headers().get("traceparent").and_then(|value| value.to_str().ok());
        let traceparent = Traceparent::from_header(header);
        let rpc = rules.gatekeeper.rpc(path).unwrap_or("unknown");
        let work = async move {
            let _counted = rules.in_flight.token();
            let begun = Instant::now();
            let (actor, answer) = rules.answer(rpc, request, |request| inner.call(request)).await;
            let (code, answer) = rules.finished(answer);
            tell(rpc, code, begun.elapsed(), &actor);
            Ok(answer)
        };
        telemetry::traced(rpc, traceparent, work).boxed()
    }
}

impl Rules {
    async fn answer<F>(
        &self,
        rpc: &'static str,
        mut request: Request<Body>,
        handler: impl FnOnce(Request<Body>) -> F,
    ) -> (Arc<Actor>, Response<Body>)
    where
        F: Future<Output = Result<Response<Body>, Infallible>>,
    {
        let call = match self.admit(rpc, request.headers()) {
            Ok(call) => call,
            Err(refusal) => return (self.nobody.clone(), self.refused(refusal)),
        };
        let actor = call.actor.clone();
        request.extensions_mut().insert(call);
        let Ok(_place) = self.places.try_acquire() else {
            let message = "the service has as much to do as it can; try again";
            return (actor, self.refused(Refusal::new(Code::Unavailable, "OVERLOADED", message)));
        };
        let work = AssertUnwindSafe(async move { handler(request).await }).catch_unwind();
        let answer = match tokio::time::timeout(self.timeout, work).await {
            Ok(Ok(Ok(answer))) => answer,
            Ok(Ok(Err(never))) => match never {},
            Ok(Err(panic)) => {
                let cause = format!("the handler panicked: {}", panic_message(panic.as_ref()));
                self.refused(Refusal::internal().because(cause))
            }
            Err(_) => {
                let message = format!("the call took longer than {} s and was given up", self.timeout.as_secs());
                self.refused(Refusal::new(Code::DeadlineExceeded, "TOOK_TOO_LONG", message))
            }
        };
        (actor, answer)
    }

    /// Learns who calls and whether they may.
    fn admit(&self, rpc: &'static str, headers: &HeaderMap) -> Result<Call, Refusal> {
        if rpc == "unknown" {
            return Err(Refusal::new(Code::Unimplemented, "RPC_UNKNOWN", "this service has no such rpc"));
        }
        let actor = bearer(headers)?
            .map(|token| self.verifier.verify(token))
            .transpose()
            .map_err(|rejected| {
                let (reason, message) = match rejected {
                    Rejected::Expired => ("TOKEN_EXPIRED", "the token has expired; get a new one"),
                    Rejected::Invalid => ("TOKEN_INVALID", "the token is not one this service believes"),
                };
                Refusal::new(Code::Unauthenticated, reason, message)
            })?;
        let allowed = self.gatekeeper.pass(rpc, actor.as_deref()).map_err(|stopped| match stopped {
            Stopped::TokenMissing => Refusal::new(
                Code::Unauthenticated,
                "TOKEN_MISSING",
                "this call needs a token: send it as \"authorization: Bearer <token>\"",
            ),
            Stopped::RoleMissing => {
                Refusal::new(Code::PermissionDenied, "ROLE_MISSING", "none of your roles may make this call")
            }
        })?;
        Ok(Call {
            actor: actor.unwrap_or_else(|| self.nobody.clone()),
            allowed,
            rpc,
            traceparent: telemetry::current_traceparent().unwrap_or_default(),
        })
    }

    fn refused(&self, refusal: Refusal) -> Response<Body> {
        refusal.status(self.domain).into_http()
    }

    /// The code of an answer. An error that did not come from a [`Refusal`] is given the form of one,
    /// so that every error has a reason and none tells of the inside.
    fn finished(&self, answer: Response<Body>) -> (Code, Response<Body>) {
        let Some(status) = Status::from_header_map(answer.headers()) else {
            return (Code::Ok, answer);
        };
        if status.code() == Code::Ok || answer.headers().contains_key(DETAILS) {
            return (status.code(), answer);
        }
        let plain = |reason| Refusal::new(status.code(), reason, status.message());
        let refusal = match status.code() {
            Code::OutOfRange => plain("MESSAGE_TOO_LARGE"),
            Code::Unimplemented => plain("RPC_UNKNOWN"),
            Code::Cancelled => plain("CANCELLED"),
            Code::DeadlineExceeded => plain("TOOK_TOO_LONG"),
            // This is how tonic reports bytes that are no message.
            Code::Internal if status.message().contains("decode") => {
                Refusal::new(Code::InvalidArgument, "MESSAGE_MALFORMED", "the request is not a message of this rpc")
            }
            _ => Refusal::internal().because(format!("{:?}: {}", status.code(), status.message())),
        };
        (refusal.code, self.refused(refusal))
    }
}

/// The token of a call, if it brings one.
fn bearer(headers: &HeaderMap) -> Result<Option<&str>, Refusal> {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return Ok(None);
    };
    value
        .to_str()
        .ok()
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| Some(token.trim()))
        .ok_or_else(|| {
            let message = "the authorization header is not of the form \"Bearer <token>\"";
            Refusal::new(Code::Unauthenticated, "TOKEN_INVALID", message)
        })
}

/// Counts a call and writes its one line.
fn tell(rpc: &'static str, code: Code, took: Duration, actor: &Actor) {
    let name = code_name(code);
    counter!("grpc_requests_total", "rpc" => rpc, "code" => name).increment(1);
    histogram!("grpc_request_seconds", "rpc" => rpc).record(took);
    let ms = (took.as_secs_f64() * 100_000.0).round() / 100.0;
    if matches!(code, Code::Internal | Code::Unknown | Code::DataLoss) {
        tracing::error!(target: "ocop::rpc", rpc, code = name, ms, actor = actor.subject, "call");
    } else {
        tracing::info!(target: "ocop::rpc", rpc, code = name, ms, actor = actor.subject, "call");
    }
}

/// A code as the gRPC documents write it.
fn code_name(code: Code) -> &'static str {
    match code {
        Code::Ok => "OK",
        Code::Cancelled => "CANCELLED",
        Code::Unknown => "UNKNOWN",
        Code::InvalidArgument => "INVALID_ARGUMENT",
        Code::DeadlineExceeded => "DEADLINE_EXCEEDED",
        Code::NotFound => "NOT_FOUND",
        Code::AlreadyExists => "ALREADY_EXISTS",
        Code::PermissionDenied => "PERMISSION_DENIED",
        Code::ResourceExhausted => "RESOURCE_EXHAUSTED",
        Code::FailedPrecondition => "FAILED_PRECONDITION",
        Code::Aborted => "ABORTED",
        Code::OutOfRange => "OUT_OF_RANGE",
        Code::Unimplemented => "UNIMPLEMENTED",
        Code::Internal => "INTERNAL",
        Code::Unavailable => "UNAVAILABLE",
        Code::DataLoss => "DATA_LOSS",
        Code::Unauthenticated => "UNAUTHENTICATED",
    }
}
