//! Who calls, and what they may do.
//!
//! A caller brings a signed token ([`Verifier`]) that says which roles it holds and within which
//! scope. One table per service says which roles may call which rpc ([`Access`]); an rpc without a
//! row may be called by nobody. Whether a role's scope covers the thing touched is asked by the use
//! case, once it knows the thing: see [`Caller::within`].

mod access;
pub mod development;
mod keys;
mod role;
mod scope;
mod token;

use std::fmt;

use serde::{Deserialize, Serialize};

pub(crate) use access::Stopped;
pub use access::{Access, Gatekeeper, Who, stale, uncovered};
pub use role::Role;
pub use scope::Scope;
pub use token::{Rejected, Settings, Verifier};

/// A role held within a scope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// The role.
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

    /// The roles held, as one text for logs and audit rows.
    pub fn roles(&self) -> String {
        let grants: Vec<String> = self
            .grants
            .iter()
            .map(|grant| format!("{}@{}", grant.role, grant.scope))
            .collect();
        grants.join(" ")
    }
}

/// What is known of the thing a call touches, for comparing with scopes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// Code of the province it belongs to.
    pub province: Option<String>,
    /// Code of the commune it belongs to.
    pub commune: Option<String>,
    /// Id of the producer it belongs to.
    pub producer: Option<String>,
    /// Id of the partner it belongs to.
    pub partner: Option<String>,
}

impl Target {
    /// Something that belongs to a province as a whole.
    pub fn province(code: impl Into<String>) -> Self {
        Self {
            province: Some(code.into()),
            ..Self::default()
        }
    }

    /// Something in a place of a province.
    pub fn place(province: &str, place: &str) -> Self {
        Self {
            commune: Some(place.to_owned()),
            ..Self::province(province)
        }
    }

    /// Something of a partner.
    pub fn partner(id: impl fmt::Display) -> Self {
        Self {
            partner: Some(id.to_string()),
            ..Self::default()
        }
    }

    /// The same, and it belongs to a producer.
    #[must_use]
    pub fn of_producer(self, id: impl fmt::Display) -> Self {
        Self {
            producer: Some(id.to_string()),
            ..self
        }
    }
}

/// A caller together with the roles that may make this call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Who calls.
    pub actor: Actor,
    /// The roles that may call this rpc.
    pub allowed: &'static [Role],
}

/// The caller holds a role for this call, but not here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("your roles do not reach this far: their scope does not cover what the call touches")]
pub struct OutOfScope;

impl Caller {
    /// Checks that one of the caller's roles for this call covers what it touches.
    ///
    /// # Errors
    /// None does.
    pub fn within(&self, target: &Target) -> Result<(), OutOfScope> {
        let covers = |grant: &&Grant| {
            self.allowed.contains(&grant.role)
                && match &grant.scope {
                    Scope::Anywhere => true,
                    Scope::Province(code) => target.province.as_ref() == Some(code),
                    Scope::Commune(code) => target.commune.as_ref() == Some(code),
                    Scope::Producer(id) => target.producer.as_ref() == Some(id),
                    Scope::Partner(id) => target.partner.as_ref() == Some(id),
                }
        };
        self.actor
            .grants
            .iter()
            .find(covers)
            .map(|_| ())
            .ok_or(OutOfScope)
    }

    /// Where the caller's roles for this call are held, for lists that show only what lies there.
    pub fn scopes(&self) -> Vec<Scope> {
        let held = self.actor.grants.iter();
        held.filter(|grant| self.allowed.contains(&grant.role))
            .map(|grant| grant.scope.clone())
            .collect()
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
    fn scopes_read_back_as_they_are_written() {
        for text in [
            "*",
            "province:51",
            "commune:21364",
            "producer:7",
            "partner:9",
        ] {
            assert_eq!(text.parse::<Scope>().unwrap().to_string(), text);
        }
        assert!("province:".parse::<Scope>().is_err());
        assert!("everything".parse::<Scope>().is_err());
    }

    #[test]
    fn every_role_reads_back_as_it_is_written() {
        for role in Role::ALL {
            assert_eq!(role.as_str().parse(), Ok(role));
        }
    }
}
