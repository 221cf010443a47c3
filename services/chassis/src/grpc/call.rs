//! What a handler knows of the call it answers.

use std::sync::Arc;

use tonic::Request;

use super::Refusal;
use crate::database::Origin;
use crate::identity::{Actor, Caller, Role, Target};

/// A call that has passed the guard: who calls, what, and as part of which trace.
#[derive(Clone, Debug)]
pub struct Call {
    /// Who calls.
    pub actor: Arc<Actor>,
    /// The roles that may make this call; empty where any caller may.
    pub allowed: &'static [Role],
    /// Path of the rpc, such as `/ocop.catalog.v1.CatalogService/GetProduct`.
    pub rpc: &'static str,
    /// W3C trace context, to be sent along with whatever the call causes.
    pub traceparent: String,
}

impl Call {
    /// The call that `request` belongs to.
    ///
    /// # Panics
    /// The request did not come through the guard of a [`Shell`](super::Shell), which is the only
    /// way to a handler.
    pub fn of<T>(request: &Request<T>) -> Self {
        request
            .extensions()
            .get::<Self>()
            .expect("the guard gives every request its call")
            .clone()
    }

    /// Who calls, with the roles that may make this call.
    pub fn caller(&self) -> Caller {
        Caller { actor: Actor::clone(&self.actor), allowed: self.allowed }
    }

    /// Who causes the transaction of this call, for the audit.
    pub fn origin(&self) -> Origin {
        Origin {
            actor: self.actor.subject.clone(),
            roles: self.actor.roles(),
            rpc: self.rpc.to_owned(),
            request_id: None,
            traceparent: self.traceparent.clone(),
        }
    }

    /// Checks that one of the caller's roles for this call covers what it touches.
    ///
    /// # Errors
    /// `PERMISSION_DENIED` with reason `OUT_OF_SCOPE`.
    pub fn within(&self, target: &Target) -> Result<(), Refusal> {
        Ok(self.caller().within(target)?)
    }
}
