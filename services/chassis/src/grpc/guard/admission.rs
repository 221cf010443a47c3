//! Whether a call is let in.

use std::sync::Arc;
use std::time::Duration;

use http::Request;
use http::header::AUTHORIZATION;
use ocop_identity::{AccessDenied, Actor, OutOfScope, UnitsOfDay};
use tonic::Code;
use tonic::body::Body;

use super::Guard;
use crate::grpc::answer::unknown_rpc;
use crate::grpc::protocol::caller_waits;
use crate::grpc::shares::{By, Peer, Share};
use crate::grpc::{Call, RpcError};
use crate::telemetry::Traceparent;
use crate::tokens::Rejected;

/// A call that was let in.
pub(super) struct Admitted {
    pub(super) call: Call,
    /// How long its caller waits, if it says so.
    pub(super) waits: Option<Duration>,
    pub(super) share: Share,
}

impl Guard {
    /// Lets a call in, or says why not.
    pub(super) fn admit(
        &self,
        request: &Request<Body>,
        traceparent: Traceparent,
    ) -> Result<Admitted, RpcError> {
        let path = request.uri().path();
        // Before the token: an rpc that is not here is no question of rights.
        self.access.row(path).ok_or_else(unknown_rpc)?;
        let authorization = request.headers().get(AUTHORIZATION);
        let authorization = authorization.map(|value| value.to_str().unwrap_or_default());
        let actor = authorization.map(|value| self.actor(value)).transpose()?;
        let access = self
            .access
            .check(path, actor.as_deref())
            .map_err(|denied| match denied {
                AccessDenied::Unknown => unknown_rpc(),
                AccessDenied::OutOfScope => OutOfScope.into(),
                AccessDenied::TokenMissing => RpcError::new(
                    Code::Unauthenticated,
                    "TOKEN_MISSING",
                    "this call needs a token: send the header authorization: Bearer <token>",
                ),
                AccessDenied::RoleMissing => RpcError::new(
                    Code::PermissionDenied,
                    "ROLE_MISSING",
                    "none of your roles may make this call",
                ),
            })?;
        let waits = caller_waits(request.headers())?;
        let peer = request.extensions().get::<Peer>();
        let by = actor.as_ref().map_or(By::Anonymous, |_| By::Signed);
        let share = self.shares.take(peer, by)?;
        let call = Call {
            actor: actor.unwrap_or_else(|| Arc::new(Actor::anonymous())),
            allowed: access.roles(),
            covers: access.covers,
            also: access.also,
            personal: access.personal,
            rpc: access.rpc,
            traceparent,
            units: UnitsOfDay::new(self.places.places(), self.clock.today()),
            longest_pause: self.longest_body,
            stopping: self.stopping.clone(),
        };
        Ok(Admitted { call, waits, share })
    }

    /// Waits for the key of a call's token, if it may be one that is not read yet.
    pub(super) fn key_of(
        &self,
        request: &Request<Body>,
    ) -> Option<impl Future<Output = ()> + Send + use<>> {
        let authorization = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
        self.verifier.key_of(bearer(authorization)?)
    }

    fn actor(&self, authorization: &str) -> Result<Arc<Actor>, RpcError> {
        let invalid = || {
            RpcError::new(
                Code::Unauthenticated,
                "TOKEN_INVALID",
                "the token is not one that this service accepts",
            )
        };
        let token = bearer(authorization).ok_or_else(invalid)?;
        self.verifier
            .verify(token)
            .map_err(|rejected| match rejected {
                Rejected::Expired => RpcError::new(
                    Code::Unauthenticated,
                    "TOKEN_EXPIRED",
                    "the token has expired; get a new one",
                ),
                Rejected::Invalid => invalid(),
            })
    }
}

/// The token of a header. The scheme may be written in any case (RFC 9110, 11.1).
fn bearer(authorization: &str) -> Option<&str> {
    let (scheme, token) = authorization.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
