//! What the guard found out about a call.

use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;
use ocop_identity::{Actor, Also, Caller, Coverage, Role, UnitsOfDay};
use ocop_places::built_in;
use tokio_util::sync::CancellationToken;

use crate::database::Origin;
use crate::telemetry::Traceparent;

/// A call that was let in.
#[derive(Clone, Debug)]
pub struct Call {
    pub(super) actor: Arc<Actor>,
    pub(super) allowed: &'static [Role],
    pub(super) covers: Coverage,
    pub(super) also: &'static [Also],
    pub(super) personal: &'static [Role],
    pub(super) rpc: &'static str,
    pub(super) traceparent: Traceparent,
    pub(super) units: UnitsOfDay,
    /// Longest wait for the next message of a stream.
    pub(super) longest_pause: Duration,
    /// Cancelled once the server stops.
    pub(super) stopping: CancellationToken,
}

impl Call {
    /// The call that a request belongs to. Without a guard before it, it is anonymous.
    pub fn of<T>(request: &tonic::Request<T>) -> Self {
        request
            .extensions()
            .get::<Self>()
            .cloned()
            .unwrap_or_else(|| Self {
                actor: Arc::new(Actor::anonymous()),
                allowed: &[],
                covers: Coverage::Nothing,
                also: &[],
                personal: &[],
                rpc: "",
                traceparent: Traceparent::generate(),
                units: UnitsOfDay::new(built_in(), NaiveDate::default()),
                longest_pause: Duration::from_secs(30),
                stopping: CancellationToken::new(),
            })
    }

    /// Who calls, with the roles that may make this call.
    pub fn caller(&self) -> Caller {
        Caller {
            actor: Actor::clone(&self.actor),
            allowed: self.allowed,
            covers: self.covers,
            also: self.also,
            personal: self.personal,
            units: self.units.clone(),
        }
    }

    /// Who causes what follows, for the audit.
    pub fn origin(&self) -> Origin {
        Origin {
            actor: self.actor.subject.clone(),
            roles: self.actor.roles(),
            rpc: self.rpc.to_owned(),
            request_id: None,
            traceparent: self.traceparent.to_string(),
        }
    }
}
