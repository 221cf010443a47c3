//! What every call goes through: trace, identity, permission, a bound on calls in flight, a line in
//! the log and the numbers.

use std::collections::HashSet;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use futures::FutureExt as _;
use metrics::{counter, histogram};
use tokio::sync::Semaphore;
use tokio::time::Instant;
use tonic::{Code, Status};
use tracing::{debug, error, info, warn};

use super::streaming::{Admitted, too_long};
use super::{Call, Refusal};
use crate::identity::{Actor, Gatekeeper, Rejected, Stopped, Verifier};
use crate::lifecycle::panic_message;
use crate::telemetry::{Traceparent, traced};

/// Paths that pass without a token and without a word in the log: probes and reflection.
const PLUMBING: [&str; 2] = ["/grpc.health.v1.Health/", "/grpc.reflection."];

/// What the guard needs.
#[derive(Clone)]
pub(super) struct Guard {
    pub(super) gatekeeper: Arc<Gatekeeper>,
    pub(super) verifier: Verifier,
    pub(super) in_flight: Arc<Semaphore>,
    pub(super) longest: Duration,
    pub(super) longest_stream: Duration,
    pub(super) domain: &'static str,
    pub(super) known: Arc<[String]>,
    pub(super) streams: Arc<HashSet<String>>,
}

/// Lets a call in, or tells it why not.
pub(super) async fn guard(
    State(guard): State<Guard>,
    mut request: Request,
    next: Next,
) -> Response {
    let rpc = request.uri().path().to_owned();
    if PLUMBING.iter().any(|plumbing| rpc.starts_with(plumbing)) {
        return next.run(request).await;
    }
    let header = request
        .headers()
        .get("traceparent")
        .and_then(|value| value.to_str().ok());
    let traceparent = Traceparent::from_header(header);
    let began = Instant::now();
    let work = async {
        let admitted = guard.admit(&rpc, &request, traceparent);
        let subject = admitted
            .as_ref()
            .map_or_else(|_| "-".to_owned(), |call| call.actor.subject.clone());
        let stream = guard.streams.contains(&rpc);
        let longest = if stream {
            guard.longest_stream
        } else {
            guard.longest
        };
        let place = Arc::clone(&guard.in_flight).try_acquire_owned();
        let response = match (admitted, place) {
            (Ok(call), Ok(permit)) => {
                request.extensions_mut().insert(call);
                let response = guard.bounded(&rpc, longest, next.run(request)).await;
                if stream && Status::from_header_map(response.headers()).is_none() {
                    let admitted = Admitted {
                        guard,
                        permit,
                        rpc: rpc.clone(),
                        subject,
                        traceparent,
                        began,
                        until: began + longest,
                    };
                    return admitted.watch(response);
                }
                response
            }
            (Ok(_), Err(_)) => refused(
                Refusal::new(
                    Code::ResourceExhausted,
                    "BUSY",
                    "the service is at its limit; try again shortly",
                ),
                guard.domain,
            ),
            (Err(refusal), _) => refused(refusal, guard.domain),
        };
        let code =
            Status::from_header_map(response.headers()).map_or(Code::Ok, |status| status.code());
        guard.note(&rpc, &subject, code, began.elapsed());
        response
    };
    traced(&rpc, traceparent, work).await
}

fn refused(refusal: Refusal, domain: &str) -> Response {
    refusal.status(domain).into_http()
}

impl Guard {
    /// Waits for the answer, but not for ever. A panic is the end of one call and not of its
    /// connection, on which others are waiting.
    async fn bounded(
        &self,
        rpc: &str,
        longest: Duration,
        work: impl Future<Output = Response>,
    ) -> Response {
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
                refused(Refusal::internal(), self.domain)
            }
            Err(_) => refused(too_long(), self.domain),
        }
    }

    fn admit(
        &self,
        rpc: &str,
        request: &Request,
        traceparent: Traceparent,
    ) -> Result<Call, Refusal> {
        let authorization = request
            .headers()
            .get("authorization")
            .and_then(|value| value.to_str().ok());
        let actor = authorization.map(|value| self.actor(value)).transpose()?;
        let allowed =
            self.gatekeeper
                .pass(rpc, actor.as_ref())
                .map_err(|stopped| match stopped {
                    Stopped::TokenMissing => Refusal::new(
                        Code::Unauthenticated,
                        "TOKEN_MISSING",
                        "this call needs a token: send the header authorization: Bearer <token>",
                    ),
                    Stopped::RoleMissing => Refusal::new(
                        Code::PermissionDenied,
                        "ROLE_MISSING",
                        "none of your roles may make this call",
                    ),
                })?;
        Ok(Call {
            actor: actor.unwrap_or_else(Actor::anonymous),
            allowed,
            rpc: rpc.to_owned(),
            traceparent,
        })
    }

    fn actor(&self, authorization: &str) -> Result<Actor, Refusal> {
        let invalid = || {
            Refusal::new(
                Code::Unauthenticated,
                "TOKEN_INVALID",
                "the token is not one this service believes",
            )
        };
        let token = authorization.strip_prefix("Bearer ").ok_or_else(invalid)?;
        self.verifier
            .verify(token.trim())
            .map_err(|rejected| match rejected {
                Rejected::Expired => Refusal::new(
                    Code::Unauthenticated,
                    "TOKEN_EXPIRED",
                    "the token has expired; get a new one",
                ),
                Rejected::Invalid => invalid(),
            })
    }

    /// One line and two numbers per call. An rpc that is not in the contract is counted as one, so
    /// that a stranger cannot fill the memory with names.
    pub(super) fn note(&self, rpc: &str, actor: &str, code: Code, took: Duration) {
        let name = if self.known.iter().any(|known| known == rpc) {
            rpc.to_owned()
        } else {
            "unknown".to_owned()
        };
        counter!("grpc_requests_total", "rpc" => name.clone(), "code" => format!("{code:?}"))
            .increment(1);
        histogram!("grpc_request_seconds", "rpc" => name).record(took.as_secs_f64());
        let ms = took.as_secs_f64() * 1_000.0;
        match code {
            Code::Internal | Code::Unknown | Code::DataLoss => warn!(rpc, ?code, ms, actor, "call"),
            Code::Ok => debug!(rpc, ?code, ms, actor, "call"),
            _ => info!(rpc, ?code, ms, actor, "call"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;

    use axum::Router;
    use axum::body::{Body, HttpBody as _};
    use axum::middleware::from_fn_with_state;
    use axum::routing::post;
    use futures::StreamExt as _;
    use tonic_types::StatusExt as _;
    use tower::ServiceExt as _;

    use super::*;
    use crate::clock::Clock;
    use crate::identity::development::DevelopmentKeys;
    use crate::identity::{Access, Settings, Who};

    const TABLE: &[Access] = &[
        Access {
            rpc: "/toy/Panic",
            who: Who::Public,
        },
        Access {
            rpc: "/toy/Hang",
            who: Who::Public,
        },
        Access {
            rpc: "/toy/Stream",
            who: Who::Public,
        },
    ];

    async fn guarded() -> (Guard, Router) {
        let folder = tempfile::tempdir().unwrap();
        let keys = DevelopmentKeys::open(folder.path()).unwrap();
        let settings = Settings {
            issuer: "here".to_owned(),
            audience: "ocop".to_owned(),
            jwks: keys.jwks_path().display().to_string(),
            refresh_seconds: 60,
        };
        let clock = Clock::fixed("2026-06-15T08:00:00Z".parse().unwrap());
        let guarded = Guard {
            gatekeeper: Arc::new(Gatekeeper::new(&[TABLE])),
            verifier: Verifier::new(&settings, clock).await.unwrap(),
            in_flight: Arc::new(Semaphore::new(1)),
            longest: Duration::from_millis(50),
            longest_stream: Duration::from_millis(200),
            domain: "toy.ocop",
            known: Arc::new([]),
            streams: Arc::new(HashSet::from(["/toy/Stream".to_owned()])),
        };
        let panics = post(async || -> Response { panic!("the password is 1234") });
        let hangs = post(async || -> Response { std::future::pending().await });
        // One message, and then nothing more for ever.
        let streams = post(async || {
            let one = futures::stream::iter([Ok::<_, std::io::Error>("message")]);
            Response::new(Body::from_stream(one.chain(futures::stream::pending())))
        });
        let router = Router::new()
            .route("/toy/Panic", panics)
            .route("/toy/Hang", hangs)
            .route("/toy/Stream", streams)
            .layer(from_fn_with_state(guarded.clone(), guard));
        (guarded, router)
    }

    async fn answer(router: Router, rpc: &str) -> Response {
        let request = http::Request::post(rpc).body(Body::empty()).unwrap();
        router.oneshot(request).await.unwrap()
    }

    async fn call(rpc: &str) -> Status {
        let response = answer(guarded().await.1, rpc).await;
        Status::from_header_map(response.headers()).unwrap()
    }

    fn reason(status: &Status) -> String {
        let details = status.get_error_details();
        details.error_info().unwrap().reason.clone()
    }

    #[tokio::test]
    async fn a_call_that_panics_is_answered_and_tells_nothing_of_the_inside() {
        let status = call("/toy/Panic").await;
        assert_eq!(status.code(), Code::Internal);
        assert_eq!(reason(&status), "INTERNAL");
        assert!(!format!("{status:?}").contains("1234"));
    }

    #[tokio::test]
    async fn a_call_that_hangs_is_given_up_with_a_reason() {
        let status = call("/toy/Hang").await;
        assert_eq!(status.code(), Code::DeadlineExceeded);
        assert_eq!(reason(&status), "TOOK_TOO_LONG");
    }

    async fn frame(body: &mut Body) -> http_body::Frame<axum::body::Bytes> {
        std::future::poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx))
            .await
            .unwrap()
            .unwrap()
    }

    #[tokio::test]
    async fn a_stream_holds_its_place_until_its_time_is_over_and_says_so() {
        let (guarded, router) = guarded().await;
        let mut body = answer(router.clone(), "/toy/Stream").await.into_body();
        assert_eq!(frame(&mut body).await.into_data().unwrap(), "message");
        assert_eq!(guarded.in_flight.available_permits(), 0);
        let busy = answer(router, "/toy/Hang").await;
        assert_eq!(
            reason(&Status::from_header_map(busy.headers()).unwrap()),
            "BUSY"
        );

        let trailers = frame(&mut body).await.into_trailers().unwrap();
        let status = Status::from_header_map(&trailers).unwrap();
        assert_eq!(
            (status.code(), reason(&status).as_str()),
            (Code::DeadlineExceeded, "TOOK_TOO_LONG")
        );
        assert_eq!(guarded.in_flight.available_permits(), 1);
    }

    #[tokio::test]
    async fn a_stream_whose_caller_hangs_up_gives_its_place_back() {
        let (guarded, router) = guarded().await;
        let body = answer(router, "/toy/Stream").await.into_body();
        assert_eq!(guarded.in_flight.available_permits(), 0);
        drop(body);
        assert_eq!(guarded.in_flight.available_permits(), 1);
    }
}
