//! What every call goes through: trace, protocol, identity, permission, the shares of callers, its body, a bound on calls in
//! flight, a line in the log and the metrics.

mod admission;

use std::collections::HashMap;
use std::convert::Infallible;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use http::{Request, Response};
use ocop_identity::AccessTable;
use ocop_places::Register;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;
use tonic::body::Body;
use tonic::{Code, Status};
use tower::{Layer, Service};
use tracing::{debug, error, info, warn};

use super::answer::{Explain, Marks};
use super::body::{self, Whole};
use super::metrics::RpcMetrics;
use super::shares::{By, Peer, Room, Share, Shares, busy};
use super::streaming::{AdmittedStream, Direction, HeldBody, too_long};
use super::{Call, RpcError, protocol};
use crate::clock::Clock;
use crate::lifecycle::panic_message;
use crate::telemetry::traced;
use crate::tokens::Verifier;

/// Paths that pass without a token and are not logged: probes and reflection.
const UNGUARDED: [&str; 2] = ["/grpc.health.v1.Health/", "/grpc.reflection."];

/// What the guard needs.
pub(super) struct Guard {
    pub(super) access: AccessTable,
    pub(super) verifier: Verifier,
    pub(super) clock: Clock,
    pub(super) places: Register,
    pub(super) in_flight: Arc<Semaphore>,
    pub(super) shares: Shares,
    pub(super) longest: Duration,
    pub(super) longest_stream: Duration,
    pub(super) longest_body: Duration,
    pub(super) max_message_bytes: usize,
    pub(super) streams: HashMap<String, Direction>,
    pub(super) stopping: CancellationToken,
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

/// The rpcs behind the guard.
pub(super) trait Inner:
    Service<Request<Body>, Response = Response<Body>, Error = Infallible, Future: Send>
    + Clone
    + Send
    + 'static
{
}

impl<S> Inner for S where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible, Future: Send>
        + Clone
        + Send
        + 'static
{
}

impl<S: Inner> Service<Request<Body>> for Guarded<S> {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response<Body>, Infallible>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        // The service that was polled ready goes with the call, and a clone of it stays.
        let clone = self.inner.clone();
        let inner = std::mem::replace(&mut self.inner, clone);
        let (guard, marks) = (Arc::clone(&self.guard), Marks::of(request.headers()));
        Box::pin(async move {
            let path = request.uri().path();
            let response = if let Err(not) = protocol::check(&request) {
                not.response(guard.domain)
            } else if UNGUARDED.iter().any(|prefix| path.starts_with(prefix)) {
                guard.unguarded(inner, request).await
            } else {
                let what = guard.access.row(path).map_or("unknown rpc", |row| row.rpc);
                let answer = guard.answer(inner, request, &marks);
                traced(what, marks.traceparent, answer).await
            };
            Ok(marks.on(response))
        })
    }
}

/// A call that is being worked on: what it takes until it has ended.
pub(super) struct Places {
    _in_flight: OwnedSemaphorePermit,
    _share: Share,
    _room: Option<Room>,
}

/// The code that an answer begins with.
fn code_of(response: &Response<Body>) -> Code {
    Status::from_header_map(response.headers()).map_or(Code::Ok, |status| status.code())
}

impl Guard {
    /// A probe or a question about the contract: open to all, but not without end.
    async fn unguarded(&self, mut inner: impl Inner, request: Request<Body>) -> Response<Body> {
        match self
            .shares
            .take(request.extensions().get::<Peer>(), By::Probe)
        {
            Ok(share) => {
                let Ok(response) = inner.call(request).await;
                let response = self.explain(false).on(response);
                response.map(|body| Body::new(HeldBody::new(body, share)))
            }
            Err(error) => self.response(error),
        }
    }

    /// The answer to a call.
    async fn answer(
        self: Arc<Self>,
        inner: impl Inner,
        request: Request<Body>,
        marks: &Marks,
    ) -> Response<Body> {
        let began = Instant::now();
        let path = request.uri().path().to_owned();
        let mut admitted = self.admit(&request, marks.traceparent);
        if admitted.is_err()
            && let Some(key) = self.key_of(&request)
        {
            // Whoever waits counts among the callers in the meantime, and, as nobody knows yet who it is, as one without a token.
            let peer = request.extensions().get::<Peer>();
            admitted = match self.shares.take(peer, By::Anonymous) {
                Ok(waiting) => {
                    key.await;
                    drop(waiting);
                    self.admit(&request, marks.traceparent)
                }
                Err(busy) => Err(busy),
            };
        }
        let admitted = match admitted {
            Ok(admitted) => admitted,
            Err(error) => {
                let response = self.response(error);
                self.record(&path, "-", marks, code_of(&response), began.elapsed());
                return response;
            }
        };
        let (rpc, actor) = (admitted.call.rpc, Arc::clone(&admitted.call.actor));
        let stream = self.streams.get(rpc).copied();
        let longest = match stream {
            Some(_) => self.longest_stream,
            None => self.longest,
        };
        let until = began + admitted.waits.map_or(longest, |waits| waits.min(longest));
        let work = self.work(inner, request, admitted.call, admitted.share, stream);
        let response = match self.bounded(rpc, until, work).await {
            Ok((response, places)) => {
                let response = self.explain(true).on(response);
                if stream.is_some() && Status::from_header_map(response.headers()).is_none() {
                    let admitted = AdmittedStream {
                        guard: self,
                        places,
                        rpc,
                        actor,
                        marks: marks.clone(),
                        began,
                        until,
                    };
                    return admitted.monitor(response);
                }
                response
            }
            Err(error) => self.response(error),
        };
        self.record(
            rpc,
            &actor.subject,
            marks,
            code_of(&response),
            began.elapsed(),
        );
        response
    }

    /// Takes the body and a place, and has the rpc answer.
    async fn work(
        &self,
        mut inner: impl Inner,
        request: Request<Body>,
        call: Call,
        share: Share,
        stream: Option<Direction>,
    ) -> Result<(Response<Body>, Places), RpcError> {
        let (mut head, body) = request.into_parts();
        head.extensions.insert(call);
        let most = self.max_message_bytes;
        // A stream is read by its rpc, message by message.
        let (body, room) = match stream {
            Some(Direction::ToCaller) => (body, None),
            Some(Direction::FromCaller) => (body, Some(self.shares.room(&share, most)?)),
            None => {
                let room = |bytes| self.shares.room(&share, bytes);
                let (bytes, room) = body::read(body, most, self.longest_body, room).await?;
                (Body::new(Whole::new(bytes)), room)
            }
        };
        let in_flight = Arc::clone(&self.in_flight).try_acquire_owned();
        let places = Places {
            _in_flight: in_flight.map_err(|_| busy("service"))?,
            _share: share,
            _room: room,
        };
        let Ok(response) = inner.call(Request::from_parts(head, body)).await;
        Ok((response, places))
    }

    fn response(&self, error: RpcError) -> Response<Body> {
        error.status(self.domain).into_http()
    }

    pub(super) fn explain(&self, known: bool) -> Explain {
        Explain {
            domain: self.domain,
            known,
            max_message_bytes: self.max_message_bytes,
        }
    }

    /// Waits for the answer at most `until` then. A panic is the end of one call and not of its
    /// connection, on which others are waiting.
    async fn bounded<T>(
        &self,
        rpc: &str,
        until: Instant,
        work: impl Future<Output = Result<T, RpcError>>,
    ) -> Result<T, RpcError> {
        // Whatever a panic left half done belongs to the call alone and goes with it: what calls
        // share is changed in whole steps.
        let work = AssertUnwindSafe(work).catch_unwind();
        match timeout_at(until, work).await {
            Ok(Ok(done)) => done,
            Ok(Err(panic)) => {
                let panic = panic_message(panic.as_ref());
                error!(rpc, panic, "a call panicked");
                Err(RpcError::internal())
            }
            Err(_) => Err(too_long()),
        }
    }

    /// Waits until no call is being answered.
    pub(super) async fn idle(&self) {
        const POLL: Duration = Duration::from_millis(20);
        while self.shares.calls() > 0 {
            tokio::time::sleep(POLL).await;
        }
    }

    /// One line in the log and two metrics per call.
    pub(super) fn record(&self, rpc: &str, actor: &str, marks: &Marks, code: Code, took: Duration) {
        self.metrics.record(rpc, code, took);
        let (ms, request_id) = (took.as_secs_f64() * 1_000.0, marks.request_id());
        match code {
            Code::Internal | Code::Unknown | Code::DataLoss => {
                warn!(rpc, ?code, ms, actor, request_id, "call");
            }
            Code::Ok => debug!(rpc, ?code, ms, actor, request_id, "call"),
            _ => info!(rpc, ?code, ms, actor, request_id, "call"),
        }
    }
}

#[cfg(test)]
mod tests;
