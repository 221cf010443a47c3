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
mod tests;
