//! Who calls, and whether their scope covers what the call touches.

use serde::{Deserialize, Serialize};

use crate::{Coverage, Role, Scope, Target};

/// A role held within a scope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// What is held.
    pub role: Role,
    /// Where it is held.
    pub scope: Scope,
}

/// Who calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The subject of the token; `anonymous` without one.
    pub subject: String,
    /// The roles held.
    pub grants: Vec<Grant>,
}

impl Actor {
    /// Somebody without a token, who may call what is public.
    pub fn anonymous() -> Self {
        Self {
            subject: "anonymous".to_owned(),
            grants: Vec::new(),
        }
    }

    /// The roles held, as one text for logs and audit rows: `ocop_office@province:51 auditor@*`.
    pub fn roles(&self) -> String {
        let grants = self.grants.iter();
        let grants: Vec<String> = grants
            .map(|grant| format!("{}@{}", grant.role, grant.scope))
            .collect();
        grants.join(" ")
    }
}

/// A caller, with what the contract says of the rpc they call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Who calls.
    pub actor: Actor,
    /// The roles that may call this rpc.
    pub allowed: &'static [Role],
    /// What their scope must cover.
    pub covers: Coverage,
}

/// The caller holds a role for this call, but not here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("your roles do not reach this far: their scope does not cover what the call touches")]
pub struct OutOfScope;

impl Caller {
    /// Checks that one of the caller's roles for this call covers what it touches.
    ///
    /// # Errors
    /// None does, or the contract says that this rpc touches nothing.
    pub fn within(&self, target: &Target) -> Result<(), OutOfScope> {
        let covered = self
            .held()
            .any(|grant| self.covers.accepts(&grant.scope) && target.lies_in(&grant.scope));
        covered.then_some(()).ok_or(OutOfScope)
    }

    /// Where the caller's roles for this call are held, for lists that show only what lies there.
    pub fn scopes(&self) -> Vec<Scope> {
        self.held().map(|grant| grant.scope.clone()).collect()
    }

    /// The same caller, with only those of their roles that are in `roles`.
    #[must_use]
    pub fn only(&self, roles: &'static [Role]) -> Self {
        Self {
            allowed: roles,
            ..self.clone()
        }
    }

    fn held(&self) -> impl Iterator<Item = &Grant> {
        let grants = self.actor.grants.iter();
        grants.filter(|grant| self.allowed.contains(&grant.role))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caller(role: Role, scope: &str) -> Caller {
        let grants = vec![Grant {
            role,
            scope: scope.parse().unwrap(),
        }];
        Caller {
            actor: Actor {
                subject: "lan".to_owned(),
                grants,
            },
            allowed: &[Role::OcopOffice, Role::Producer],
            covers: Coverage::Producer,
        }
    }

    #[test]
    fn the_office_of_one_province_has_no_say_in_another() {
        let office = caller(Role::OcopOffice, "province:51");
        assert_eq!(office.within(&Target::place("51", "21364")), Ok(()));
        assert_eq!(
            office.within(&Target::place("49", "20000")),
            Err(OutOfScope)
        );
    }

    #[test]
    fn a_role_that_may_not_make_the_call_covers_nothing() {
        assert_eq!(
            caller(Role::Auditor, "*").within(&Target::province("51")),
            Err(OutOfScope)
        );
    }

    #[test]
    fn a_producer_reaches_its_own_things_only() {
        let producer = caller(Role::Producer, "producer:7");
        assert_eq!(
            producer.within(&Target::province("51").of_producer(7)),
            Ok(())
        );
        assert_eq!(
            producer.within(&Target::province("51").of_producer(8)),
            Err(OutOfScope)
        );
        assert_eq!(producer.within(&Target::province("51")), Err(OutOfScope));
    }

    #[test]
    fn a_scope_covers_no_more_than_the_contract_lets_it() {
        let office = Caller {
            covers: Coverage::Everywhere,
            ..caller(Role::OcopOffice, "province:51")
        };
        assert_eq!(office.within(&Target::province("51")), Err(OutOfScope));
        let forgotten = Caller {
            covers: Coverage::Nothing,
            ..caller(Role::OcopOffice, "*")
        };
        assert_eq!(forgotten.within(&Target::province("51")), Err(OutOfScope));
    }
}
