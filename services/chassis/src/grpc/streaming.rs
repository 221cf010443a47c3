//! Calls that are streams. A stream is let in as any call is, and then lasts: it holds its place among the calls in flight
//! until its last message, has a longer time of its own, and is noted with the code it ends with, not the one it began with.

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

/// The next message of a stream that a caller sends; `None` at its end. A caller who goes silent is not waited for.
///
/// # Errors
/// DEADLINE_EXCEEDED after `idle` without a message, CANCELLED if the caller broke off, INVALID_ARGUMENT if the message is
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
            "the stream broke off before its end; repeat the call with the same request id",
        )),
        Err(_) => Err(too_long()),
    }
}

pub(super) fn too_long() -> RpcError {
    RpcError::new(
        Code::DeadlineExceeded,
        "TOOK_TOO_LONG",
        "the call was given up after its time; repeat it with the same request id",
    )
}

/// A stream that was let in.
pub(super) struct Admitted {
    pub(super) guard: Arc<Guard>,
    pub(super) permit: OwnedSemaphorePermit,
    pub(super) rpc: &'static str,
    pub(super) actor: Arc<Actor>,
    pub(super) traceparent: Traceparent,
    pub(super) began: Instant,
    pub(super) until: Instant,
}

impl Admitted {
    /// Watches over the rest of an answer that has begun.
    pub(super) fn watch(self, response: Response<Body>) -> Response<Body> {
        let (until, span) = (Box::pin(sleep_until(self.until)), Span::current());
        response.map(|inner| {
            Body::new(Watched {
                inner,
                until,
                span,
                admitted: Some(self),
            })
        })
    }
}

/// The messages of an answer on their way. A caller who does not read them is not asked for by the transport, so that only
/// the age of the connection ends it.
struct Watched {
    inner: Body,
    until: Pin<Box<Sleep>>,
    span: Span,
    // `None` once the end is noted.
    admitted: Option<Admitted>,
}

impl Watched {
    fn note(&mut self, code: Code) {
        if let Some(of) = self.admitted.take() {
            of.guard
                .note(of.rpc, &of.actor.subject, code, of.began.elapsed());
            drop(of.permit);
        }
    }

    /// Ends the stream with an error.
    fn end_with(&mut self, error: RpcError) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let Some(domain) = self.admitted.as_ref().map(|of| of.guard.domain) else {
            return Poll::Ready(None);
        };
        let status = error.status(domain);
        self.note(status.code());
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

impl HttpBody for Watched {
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
                        this.note(status.code());
                    }
                }
                Some(Err(_)) => this.note(Code::Unknown),
                None => this.note(Code::Ok),
            }
            Poll::Ready(frame)
        })
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.note(Code::Cancelled);
    }
}
