//! What every answer has, whoever made it: an error has a reason in `google.rpc.ErrorInfo` and no inner text, its details fit
//! into the headers that clients take, and the trace id is among them, so that a caller can quote it.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Response};
use http_body::{Body as HttpBody, Frame, SizeHint};
use tonic::body::Body;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

use super::RpcError;
use super::body::{broken_off, too_large, undecodable};
use crate::telemetry::Traceparent;

/// The trace id, in headers and trailers.
const TRACE_ID: HeaderName = HeaderName::from_static("trace-id");

/// The caller's own name for the call, which is sent back.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Most bytes of a request id.
const REQUEST_ID_BYTES: usize = 128;

/// The headers that make a status.
const STATUS_HEADERS: [&str; 3] = ["grpc-status", "grpc-message", "grpc-status-details-bin"];

/// What every answer of a call is marked with.
#[derive(Clone, Debug)]
pub(super) struct Marks {
    pub(super) traceparent: Traceparent,
    trace_id: HeaderValue,
    request_id: Option<HeaderValue>,
}

impl Marks {
    /// Reads the marks of a call. A request id that is too long or not printable ASCII is left out.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let text = |name| {
            headers
                .get(name)
                .and_then(|value: &HeaderValue| value.to_str().ok())
        };
        let traceparent = Traceparent::from_header(text("traceparent"));
        let trace_id = HeaderValue::from_str(&traceparent.trace_id());
        let request_id = headers.get(&REQUEST_ID).filter(|id| {
            (1..=REQUEST_ID_BYTES).contains(&id.len())
                && id.as_bytes().iter().all(u8::is_ascii_graphic)
        });
        Self {
            traceparent,
            // Hexadecimal digits are always a value.
            trace_id: trace_id.unwrap_or_else(|_| HeaderValue::from_static("")),
            request_id: request_id.cloned(),
        }
    }

    /// The request id, for the log.
    pub(super) fn request_id(&self) -> Option<&str> {
        self.request_id.as_ref()?.to_str().ok()
    }

    /// The answer with its marks: in the headers, and in the trailers if there are any.
    pub(super) fn on(self, response: Response<Body>) -> Response<Body> {
        let (mut head, body) = response.into_parts();
        self.put(&mut head.headers);
        if head.headers.contains_key(STATUS_HEADERS[0]) {
            return Response::from_parts(head, body);
        }
        let body = Body::new(Marked { body, marks: self });
        Response::from_parts(head, body)
    }

    fn put(&self, headers: &mut HeaderMap) {
        headers.insert(TRACE_ID, self.trace_id.clone());
        if let Some(id) = &self.request_id {
            headers.insert(REQUEST_ID, id.clone());
        }
    }
}

/// A body whose trailers are marked.
struct Marked {
    body: Body,
    marks: Marks,
}

impl HttpBody for Marked {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let this = self.get_mut();
        let mut frame = ready!(Pin::new(&mut this.body).poll_frame(cx));
        if let Some(Ok(frame)) = &mut frame
            && let Some(trailers) = frame.trailers_mut()
        {
            this.marks.put(trailers);
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// What a server knows of a call whose error it explains.
#[derive(Clone, Copy, Debug)]
pub(super) struct Explain {
    /// Whose reasons these are.
    pub(super) domain: &'static str,
    /// Whether the rpc is one of this server.
    pub(super) known: bool,
    /// Largest message.
    pub(super) max_message_bytes: usize,
}

impl Explain {
    /// The error for a status that somebody else made, such as the transport; `None` if it has its reason.
    pub(super) fn error(&self, status: &Status) -> Option<RpcError> {
        if status.code() == Code::Ok || status.get_error_details().error_info().is_some() {
            return None;
        }
        Some(match status.code() {
            // The transport calls its caller's mistakes internal.
            Code::Internal => undecodable(),
            Code::OutOfRange | Code::ResourceExhausted => too_large(self.max_message_bytes),
            Code::Unimplemented if self.known => RpcError::new(
                Code::Unimplemented,
                "COMPRESSION_UNSUPPORTED",
                "a request is compressed with gzip or not at all",
            ),
            Code::Unimplemented => unknown_rpc(),
            Code::Cancelled => broken_off(),
            code => RpcError::new(code, code_name(code), code.description()),
        })
    }

    /// The answer with a reason in its error.
    pub(super) fn on(&self, mut response: Response<Body>) -> Response<Body> {
        self.on_headers(response.headers_mut());
        response
    }

    /// The headers or trailers with a reason in their error.
    pub(super) fn on_headers(&self, headers: &mut HeaderMap) {
        let Some(error) = Status::from_header_map(headers).and_then(|status| self.error(&status))
        else {
            return;
        };
        for name in STATUS_HEADERS {
            headers.remove(name);
        }
        // What cannot be written as headers is not made here.
        let _ = error.status(self.domain).add_header(headers);
    }
}

/// The error for an rpc that this server does not have.
pub(super) fn unknown_rpc() -> RpcError {
    RpcError::new(
        Code::Unimplemented,
        "RPC_UNKNOWN",
        "this service has no such rpc; it may be an older one, or the address is another service's",
    )
}

/// The name of a code as the contract of gRPC has it, such as `NOT_FOUND`.
pub fn code_name(code: Code) -> &'static str {
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

#[cfg(test)]
mod tests {
    use super::*;

    const EXPLAIN: Explain = Explain {
        domain: "toy.ocop",
        known: true,
        max_message_bytes: 1_000,
    };

    #[test]
    fn whoever_made_an_error_it_has_a_reason_and_none_of_the_inner_words() {
        let inner = "failed to decode Protobuf message: invalid wire type";
        for code in 1..=16 {
            let made = Status::new(Code::from_i32(code), inner);
            let error = EXPLAIN.error(&made).unwrap();
            assert!(
                !error.reason.is_empty() && !error.message.contains("wire type"),
                "{error:?}"
            );
            let again = error.status("toy.ocop");
            assert_eq!(EXPLAIN.error(&again), None);
        }
        assert_eq!(
            EXPLAIN.error(&Status::internal(inner)).unwrap().reason,
            "UNDECODABLE"
        );
    }

    #[test]
    fn an_error_keeps_what_else_its_headers_say() {
        let mut headers = HeaderMap::new();
        Status::unimplemented("zstd")
            .add_header(&mut headers)
            .unwrap();
        headers.insert("grpc-accept-encoding", HeaderValue::from_static("gzip"));
        EXPLAIN.on_headers(&mut headers);
        let status = Status::from_header_map(&headers).unwrap();
        let details = status.get_error_details();
        assert_eq!(
            details.error_info().unwrap().reason,
            "COMPRESSION_UNSUPPORTED"
        );
        assert_eq!(headers["grpc-accept-encoding"], "gzip");
    }

    #[test]
    fn a_request_id_is_told_again_if_it_is_short_and_printable() {
        let echoed = |given: &[u8]| {
            let mut headers = HeaderMap::new();
            headers.insert(REQUEST_ID, HeaderValue::from_bytes(given).unwrap());
            let marked = Marks::of(&headers).on(Response::new(Body::empty()));
            marked
                .headers()
                .get(REQUEST_ID)
                .map(|id| id.as_bytes().to_vec())
        };
        assert_eq!(echoed(b"import-7/3"), Some(b"import-7/3".to_vec()));
        for not in [&b"a b"[..], b"", "Quý".as_bytes(), &[b'a'; 129]] {
            assert_eq!(echoed(not), None, "{not:?}");
        }
    }
}
