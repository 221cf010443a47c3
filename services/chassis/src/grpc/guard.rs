//! What every call goes through: trace, identity, permission, a bound on calls in flight, a line in
//! the log and the numbers.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use metrics::{counter, histogram};
use tokio::sync::Semaphore;
use tokio::time::Instant;
use tonic::{Code, Status};
use tracing::{debug, info, warn};

use super::{Call, Refusal};
use crate::identity::{Actor, Gatekeeper, Rejected, Stopped, Verifier};
use crate::telemetry::{Traceparent, traced};

/// Paths that pass without a token and without a word in the log: probes and reflection.
const PLUMBING: [&str; 2] = ["/grpc.health.v1.Health/", "/grpc.reflection."];

/// What the guard needs.
#[derive(Clone)]
pub(super) struct Guard {
    pub(super) gatekeeper: Arc<Gatekeeper>,
    pub(super) verifier: Verifier,
    pub(super) in_flight: Arc<Semaphore>,
    pub(super) domain: &'static str,
    pub(super) known: Arc<[String]>,
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
        let response = match (admitted, guard.in_flight.try_acquire()) {
            (Ok(call), Ok(_permit)) => {
                request.extensions_mut().insert(call);
                next.run(request).await
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
        guard.note(&rpc, &subject, &response, began.elapsed());
        response
    };
    traced(&rpc, traceparent, work).await
}

fn refused(refusal: Refusal, domain: &str) -> Response {
    refusal.status(domain).into_http()
}

impl Guard {
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
    fn note(&self, rpc: &str, actor: &str, response: &Response, took: Duration) {
        let code =
            Status::from_header_map(response.headers()).map_or(Code::Ok, |status| status.code());
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
