//! What a request must be before it is a call: HTTP/2, a POST, with the content type of gRPC; and how long its caller waits.

use std::time::Duration;

use http::header::{CONNECTION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Version};
use tonic::Code;
use tonic::body::Body;

use super::RpcError;
use super::body::Whole;

/// Taken off a caller's time limit, so that the answer is on its way before the caller stops waiting.
const MARGIN: Duration = Duration::from_millis(5);

/// A request that is no call of gRPC.
pub(super) struct NotACall {
    status: StatusCode,
    error: RpcError,
}

/// Checks that a request is a call of gRPC.
pub(super) fn check<B>(request: &Request<B>) -> Result<(), NotACall> {
    let not = |status, reason, message: &str| {
        let error = RpcError::new(Code::InvalidArgument, reason, message);
        Err(NotACall { status, error })
    };
    if request.version() != Version::HTTP_2 {
        let message = "this port speaks gRPC, which needs HTTP/2";
        let status = StatusCode::HTTP_VERSION_NOT_SUPPORTED;
        return not(status, "HTTP_VERSION_UNSUPPORTED", message);
    }
    if request.method() != Method::POST {
        let message = "this port speaks gRPC: a call is a POST";
        return not(
            StatusCode::METHOD_NOT_ALLOWED,
            "METHOD_UNSUPPORTED",
            message,
        );
    }
    if !is_grpc(request.headers()) {
        let message = "this port speaks gRPC: the content type is application/grpc";
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return not(status, "CONTENT_TYPE_UNSUPPORTED", message);
    }
    Ok(())
}

fn is_grpc(headers: &HeaderMap) -> bool {
    let given = headers
        .get(CONTENT_TYPE)
        .and_then(|given| given.to_str().ok());
    let given = given.and_then(|given| given.split(';').next());
    given.is_some_and(|given| {
        let given = given.trim();
        ["application/grpc", "application/grpc+proto"]
            .iter()
            .any(|known| given.eq_ignore_ascii_case(known))
    })
}

impl NotACall {
    /// The answer: the status of HTTP, the error in the headers of gRPC, and its sentence as the body.
    pub(super) fn response(self, domain: &str) -> Response<Body> {
        let sentence = format!("{}\n", self.error.message);
        let (mut head, _) = self.error.status(domain).into_http::<Body>().into_parts();
        head.status = self.status;
        let text = HeaderValue::from_static("text/plain; charset=utf-8");
        head.headers.insert(CONTENT_TYPE, text);
        if self.status == StatusCode::HTTP_VERSION_NOT_SUPPORTED {
            head.headers
                .insert(CONNECTION, HeaderValue::from_static("close"));
        }
        Response::from_parts(head, Body::new(Whole::new(sentence)))
    }
}

/// How long a caller waits, if it says so (`grpc-timeout`).
///
/// # Errors
/// What it says is not a time.
pub(super) fn caller_waits(headers: &HeaderMap) -> Result<Option<Duration>, RpcError> {
    let Some(given) = headers.get("grpc-timeout") else {
        return Ok(None);
    };
    let read = given.to_str().ok().and_then(duration);
    read.map(|waits| Some(waits.saturating_sub(MARGIN)))
        .ok_or_else(|| {
            let message = "grpc-timeout is 1 to 8 digits and one of the units H, M, S, m, u and n";
            RpcError::new(Code::InvalidArgument, "TIMEOUT_MALFORMED", message)
        })
}

fn duration(text: &str) -> Option<Duration> {
    let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    if digits.is_empty() || digits.len() > 8 || !digits.bytes().all(|digit| digit.is_ascii_digit())
    {
        return None;
    }
    let many: u64 = digits.parse().ok()?;
    match unit {
        "H" => Some(Duration::from_secs(many * 3_600)),
        "M" => Some(Duration::from_secs(many * 60)),
        "S" => Some(Duration::from_secs(many)),
        "m" => Some(Duration::from_millis(many)),
        "u" => Some(Duration::from_micros(many)),
        "n" => Some(Duration::from_nanos(many)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_limit_is_read_in_every_unit_and_nonsense_is_not() {
        let read = |text| duration(text).map(|read| read.as_nanos());
        assert_eq!(read("2H"), Some(7_200_000_000_000));
        assert_eq!(read("00000003S"), Some(3_000_000_000));
        assert_eq!(read("99999999n"), Some(99_999_999));
        for nonsense in [
            "",
            "S",
            "5",
            "-1S",
            "+1S",
            "1.5S",
            "1 S",
            "123456789S",
            "1s",
            "5\u{e9}",
        ] {
            assert_eq!(read(nonsense), None, "{nonsense:?}");
        }
    }

    #[test]
    fn only_the_content_types_of_protobuf_are_grpc() {
        let is = |given: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(given));
            is_grpc(&headers)
        };
        assert!(is("application/grpc") && is("Application/gRPC+proto; charset=utf-8"));
        for other in [
            "application/json",
            "application/grpc-web",
            "application/grpc+json",
            "",
        ] {
            assert!(!is(other), "{other}");
        }
    }
}
