//! Calls that are streams. A stream is admitted as any call is. It counts as a call in flight until its last message, has a
//! longer time limit, and is logged and counted with the code it ends with, not the one it begins with.

use std::any::Any;
use std::collections::HashMap;
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
use tokio::time::{Instant, Sleep, sleep_until, timeout};
use tonic::body::Body;
use tonic::{Code, Status, Streaming};
use tonic_types::StatusExt as _;
use tracing::{Span, error};

use super::answer::Marks;
use super::body::broken_off;
use super::guard::{Guard, Places};
use super::shares::Share;
use super::{Call, RpcError, Violation};
use crate::lifecycle::panic_message;
use crate::telemetry::in_trace;

/// Where the messages of a stream come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// The caller sends one message and receives many.
    ToCaller,
    /// The caller sends many, of which one at a time is read and worked on.
    FromCaller,
}

/// The rpcs of a contract that send or take a stream.
pub(super) fn streams_of(descriptors: &[u8]) -> HashMap<String, Direction> {
    let set = FileDescriptorSet::decode(descriptors).expect("the contract is a descriptor set");
    let mut streams = HashMap::new();
    for file in &set.file {
        for service in &file.service {
            for method in &service.method {
                let direction = match (method.client_streaming(), method.server_streaming()) {
                    (true, _) => Direction::FromCaller,
                    (false, true) => Direction::ToCaller,
                    (false, false) => continue,
                };
                let (package, name) = (file.package(), service.name());
                streams.insert(format!("/{package}.{name}/{}", method.name()), direction);
            }
        }
    }
    streams
}

/// The next message of a stream that a caller sends; `None` at its end. The wait is bounded by `idle`.
///
/// # Errors
/// DEADLINE_EXCEEDED after `idle` without a message, CANCELLED if the stream ended early, RESOURCE_EXHAUSTED if a message is
/// too large, INVALID_ARGUMENT if it is none or holds more than it may.
pub async fn next_message<T>(
    stream: &mut Streaming<T>,
    idle: Duration,
) -> Result<Option<T>, RpcError> {
    match timeout(idle, stream.message()).await {
        Ok(Ok(message)) => Ok(message),
        Ok(Err(status)) => Err(unread(&status)),
        Err(_) => Err(too_long()),
    }
}

/// The next message of a call whose messages are answered one by one; `None` at its end.
///
/// # Errors
/// Those of [`next_message`], and UNAVAILABLE once the server stops.
pub(super) async fn next_to_answer<T>(
    stream: &mut Streaming<T>,
    call: &Call,
) -> Result<Option<T>, RpcError> {
    tokio::select! {
        message = next_message(stream, call.longest_pause) => message,
        () = call.stopping.cancelled() => Err(RpcError::new(
            Code::Unavailable,
            "TRY_AGAIN",
            "the service stops; send what was not answered again, with the same request ids",
        )),
    }
}

/// The error for a message of a stream that could not be read.
fn unread(status: &Status) -> RpcError {
    let details = status.get_error_details();
    let Some(info) = details.error_info() else {
        return match status.code() {
            Code::OutOfRange | Code::ResourceExhausted => RpcError::new(
                Code::ResourceExhausted,
                "REQUEST_TOO_LARGE",
                "a message of the stream is too large; send smaller pieces",
            ),
            _ => broken_off(),
        };
    };
    // Refused by the codec: its reasons are among these.
    const REASONS: [&str; 6] = [
        "INVALID_REQUEST",
        "UNDECODABLE",
        "TOO_MANY",
        "TOO_LONG",
        "CONTROL_CHARACTER",
        "OUT_OF_RANGE",
    ];
    let known = |reason: &str| REASONS.into_iter().find(|known| *known == reason);
    let reason = known(&info.reason).unwrap_or("INVALID_REQUEST");
    let mut error = RpcError::new(status.code(), reason, status.message());
    let violations = details
        .bad_request()
        .map(|bad| bad.field_violations.as_slice());
    error.violations = violations
        .unwrap_or_default()
        .iter()
        .filter_map(|violation| {
            Some(Violation {
                field: violation.field.clone(),
                reason: known(&violation.reason)?,
                description: violation.description.clone(),
            })
        })
        .collect();
    error
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
    pub(super) places: Places,
    pub(super) rpc: &'static str,
    pub(super) actor: Arc<Actor>,
    pub(super) marks: Marks,
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
            let took = of.began.elapsed();
            of.guard
                .record(of.rpc, &of.actor.subject, &of.marks, code, took);
            drop(of.places);
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
        let Some(of) = &this.admitted else {
            return Poll::Ready(None);
        };
        let (traceparent, explain) = (of.marks.traceparent, of.guard.explain(true));
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
            let mut frame = ready!(polled);
            match &mut frame {
                Some(Ok(frame)) => {
                    if let Some(trailers) = frame.trailers_mut() {
                        explain.on_headers(trailers);
                        let status = Status::from_header_map(trailers);
                        this.record(status.map_or(Code::Ok, |status| status.code()));
                    }
                }
                Some(Err(_)) => this.record(Code::Unknown),
                None => this.record(Code::Ok),
            }
            Poll::Ready(frame)
        })
    }
}

/// A body whose call holds its share until it has ended.
pub(super) struct HeldBody {
    inner: Body,
    _share: Share,
}

impl HeldBody {
    pub(super) fn new(inner: Body, share: Share) -> Self {
        Self {
            inner,
            _share: share,
        }
    }
}

impl HttpBody for HeldBody {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        Pin::new(&mut self.inner).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }
}

impl Drop for MonitoredBody {
    fn drop(&mut self) {
        self.record(Code::Cancelled);
    }
}
