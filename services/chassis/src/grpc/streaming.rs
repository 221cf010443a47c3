//! Calls that are streams. A stream is admitted as any call is. It counts as a call in flight until its last message, has a
//! longer time limit, and is logged and counted with the code it ends with, not the one it begins with.

use std::any::Any;
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, Response};
use http_body::{Body as HttpBody, Frame};
use ocop_identity::Actor;
use prost::Message as _;
use prost_types::FileDescriptorSet;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, Sleep, sleep_until, timeout};
use tonic::body::Body;
use tonic::{Code, Status, Streaming};
use tracing::{Span, error};

use super::RpcError;
use super::guard::Guard;
use crate::lifecycle::panic_message;
use crate::telemetry::{Traceparent, in_trace};

/// The rpcs of a contract that send or take a stream.
pub(super) fn streams_of(descriptors: &[u8]) -> HashSet<String> {
    let set = FileDescriptorSet::decode(descriptors).expect("the contract is a descriptor set");
    let mut streams = HashSet::new();
    for file in &set.file {
        for service in &file.service {
            for method in &service.method {
                if method.client_streaming() || method.server_streaming() {
                    let (package, name) = (file.package(), service.name());
                    streams.insert(format!("/{package}.{name}/{}", method.name()));
                }
            }
        }
    }
    streams
}

/// The next message of a stream that a caller sends; `None` at its end. The wait is bounded by `idle`.
///
/// # Errors
/// DEADLINE_EXCEEDED after `idle` without a message, CANCELLED if the stream ended early, INVALID_ARGUMENT if the message is
/// too large.
pub async fn next_message<T>(
    stream: &mut Streaming<T>,
    idle: Duration,
) -> Result<Option<T>, RpcError> {
    match timeout(idle, stream.message()).await {
        Ok(Ok(message)) => Ok(message),
        Ok(Err(status)) if status.code() == Code::OutOfRange => Err(RpcError::new(
            Code::InvalidArgument,
            "INVALID_REQUEST",
            "a message of the stream is too large; send smaller pieces",
        )),
        Ok(Err(_)) => Err(RpcError::new(
            Code::Cancelled,
            "BROKEN_OFF",
            "the stream ended before it was complete; repeat the call with the same request id",
        )),
        Err(_) => Err(too_long()),
    }
}

pub(super) fn too_long() -> RpcError {
    RpcError::new(
        Code::DeadlineExceeded,
        "TOOK_TOO_LONG",
        "the call did not finish within its time limit; repeat it with the same request id",
    )
}

/// A stream that was admitted.
pub(super) struct AdmittedStream {
    pub(super) guard: Arc<Guard>,
    pub(super) permit: OwnedSemaphorePermit,
    pub(super) rpc: &'static str,
    pub(super) actor: Arc<Actor>,
    pub(super) traceparent: Traceparent,
    pub(super) began: Instant,
    pub(super) until: Instant,
}

impl AdmittedStream {
    /// The answer, bounded in time and logged at its end.
    pub(super) fn monitor(self, response: Response<Body>) -> Response<Body> {
        let (until, span) = (Box::pin(sleep_until(self.until)), Span::current());
        response.map(|inner| {
            Body::new(MonitoredBody {
                inner,
                until,
                span,
                admitted: Some(self),
            })
        })
    }
}

/// The messages of an answer. The transport does not poll it while the caller does not read; then only the age of the
/// connection ends it.
struct MonitoredBody {
    inner: Body,
    until: Pin<Box<Sleep>>,
    span: Span,
    // `None` once the end is recorded.
    admitted: Option<AdmittedStream>,
}

impl MonitoredBody {
    fn record(&mut self, code: Code) {
        if let Some(of) = self.admitted.take() {
            of.guard
                .record(of.rpc, &of.actor.subject, code, of.began.elapsed());
            drop(of.permit);
        }
    }

    /// Ends the stream with an error.
    fn end_with(&mut self, error: RpcError) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let Some(domain) = self.admitted.as_ref().map(|of| of.guard.domain) else {
            return Poll::Ready(None);
        };
        let status = error.status(domain);
        self.record(status.code());
        let mut trailers = HeaderMap::new();
        let written = status.add_header(&mut trailers);
        Poll::Ready(written.is_ok().then(|| Ok(Frame::trailers(trailers))))
    }

    fn panicked(&mut self, panic: &(dyn Any + Send)) -> RpcError {
        let rpc = self.admitted.as_ref().map(|of| of.rpc);
        error!(rpc, panic = panic_message(panic), "a stream panicked");
        RpcError::internal()
    }
}

impl HttpBody for MonitoredBody {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let this = self.get_mut();
        let Some(traceparent) = this.admitted.as_ref().map(|of| of.traceparent) else {
            return Poll::Ready(None);
        };
        let span = this.span.clone();
        in_trace(&span, traceparent, || {
            if this.until.as_mut().poll(cx).is_ready() {
                return this.end_with(too_long());
            }
            let inner = Pin::new(&mut this.inner);
            let polled = match catch_unwind(AssertUnwindSafe(|| inner.poll_frame(cx))) {
                Ok(polled) => polled,
                Err(panic) => {
                    let error = this.panicked(panic.as_ref());
                    return this.end_with(error);
                }
            };
            let frame = ready!(polled);
            match &frame {
                Some(Ok(frame)) => {
                    if let Some(status) = frame.trailers_ref().and_then(Status::from_header_map) {
                        this.record(status.code());
                    }
                }
                Some(Err(_)) => this.record(Code::Unknown),
                None => this.record(Code::Ok),
            }
            Poll::Ready(frame)
        })
    }
}

impl Drop for MonitoredBody {
    fn drop(&mut self) {
        self.record(Code::Cancelled);
    }
}
