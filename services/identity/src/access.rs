//! Who may call which rpc: deny by default.

use std::collections::HashMap;

use crate::{Actor, Also, Coverage, Role};

/// Who may make a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Anybody, with or without a token.
    Public,
    /// Anybody with a valid token.
    Signed,
    /// Who holds one of these roles, within its scope.
    Roles(&'static [Role]),
}

/// What the contract says of an rpc.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access {
    /// Path of the rpc, such as `/ocop.catalog.v1.CatalogService/GetProduct`.
    pub rpc: &'static str,
    /// Who may call it.
    pub who: Who,
    /// What their scope must cover.
    pub covers: Coverage,
    /// What else it must cover, each for itself.
    pub also: &'static [Also],
    /// The roles that are shown personal data, of what their scope covers.
    pub personal: &'static [Role],
}

impl Access {
    /// The roles that may call it; none if it is open to all.
    pub fn roles(&self) -> &'static [Role] {
        match self.who {
            Who::Public | Who::Signed => &[],
            Who::Roles(roles) => roles,
        }
    }
}

/// The rpcs that a server knows.
#[derive(Clone, Debug)]
pub struct AccessTable(HashMap<&'static str, Access>);

/// Why a call is not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessDenied {
    /// There is no such rpc.
    Unknown,
    /// A token is needed.
    TokenMissing,
    /// None of the roles held may make the call.
    RoleMissing,
    /// A role that may make the call is held, but in no scope that can cover what the rpc touches.
    OutOfScope,
}

impl AccessTable {
    /// One table of several.
    pub fn new(tables: &[&'static [Access]]) -> Self {
        let rows = tables.iter().copied().flatten();
        Self(rows.map(|row| (row.rpc, *row)).collect())
    }

    /// What the contract says of an rpc; `None` if there is no such rpc.
    pub fn row(&self, rpc: &str) -> Option<Access> {
        self.0.get(rpc).copied()
    }

    /// The row of a call that may be made. `actor` is `None` without a token.
    ///
    /// # Errors
    /// It may not. An rpc without a row may be called by nobody.
    pub fn check(&self, rpc: &str, actor: Option<&Actor>) -> Result<Access, AccessDenied> {
        let row = self.0.get(rpc).ok_or(AccessDenied::Unknown)?;
        match (row.who, actor) {
            (Who::Public, _) | (Who::Signed, Some(_)) => Ok(*row),
            (Who::Roles(roles), Some(actor)) => {
                let grants = actor.grants.iter();
                let mut named = grants
                    .filter(|grant| roles.contains(&grant.role))
                    .peekable();
                if named.peek().is_none() {
                    return Err(AccessDenied::RoleMissing);
                }
                let reaches =
                    named.any(|grant| grant.counts() && row.covers.may_be_within(&grant.scope));
                reaches.then_some(*row).ok_or(AccessDenied::OutOfScope)
            }
            (Who::Signed | Who::Roles(_), None) => Err(AccessDenied::TokenMissing),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Grant, Scope};

    const fn row(rpc: &'static str, who: Who) -> Access {
        Access {
            rpc,
            who,
            covers: Coverage::Province,
            also: &[],
            personal: &[],
        }
    }

    const TABLE: &[Access] = &[
        row("/a.S/Open", Who::Public),
        row("/a.S/Read", Who::Signed),
        row("/a.S/Change", Who::Roles(&[Role::OcopOffice])),
    ];

    fn actor(role: Role) -> Actor {
        held(role, Scope::Anywhere)
    }

    fn held(role: Role, scope: Scope) -> Actor {
        Actor {
            subject: "lan".to_owned(),
            grants: vec![Grant { role, scope }],
        }
    }

    #[test]
    fn what_has_no_row_may_be_called_by_nobody() {
        let table = AccessTable::new(&[TABLE]);
        assert_eq!(
            table.check("/a.S/Forgotten", Some(&actor(Role::Operator))),
            Err(AccessDenied::Unknown)
        );
    }

    #[test]
    fn a_role_opens_its_rpcs_and_no_others() {
        let table = AccessTable::new(&[TABLE]);
        let check = |rpc: &str, role| table.check(rpc, Some(&actor(role)));
        assert_eq!(check("/a.S/Change", Role::OcopOffice), Ok(TABLE[2]));
        assert_eq!(
            check("/a.S/Change", Role::Producer),
            Err(AccessDenied::RoleMissing)
        );
        let denied = Err(AccessDenied::TokenMissing);
        assert_eq!(table.check("/a.S/Change", None), denied);
        assert_eq!(table.check("/a.S/Read", None), denied);
        assert!(table.check("/a.S/Open", None).is_ok());
    }

    #[test]
    fn a_role_held_in_another_kind_of_scope_opens_nothing() {
        const BUY: &[Access] = &[row("/a.S/Buy", Who::Roles(&[Role::Partner]))];
        let table = AccessTable::new(&[BUY]);
        let check = |scope| table.check("/a.S/Buy", Some(&held(Role::Partner, scope)));
        let province = Scope::Province("51".to_owned());
        assert_eq!(check(province), Err(AccessDenied::OutOfScope));
        assert_eq!(check(Scope::Anywhere), Err(AccessDenied::OutOfScope));
    }

    #[test]
    fn what_touches_the_whole_country_is_not_opened_by_a_province() {
        const READ: &[Access] = &[Access {
            covers: Coverage::Everywhere,
            ..row("/a.S/Read", Who::Roles(&[Role::Auditor]))
        }];
        let table = AccessTable::new(&[READ]);
        let check = |scope| table.check("/a.S/Read", Some(&held(Role::Auditor, scope)));
        let province = Scope::Province("51".to_owned());
        assert_eq!(check(province), Err(AccessDenied::OutOfScope));
        assert!(check(Scope::Anywhere).is_ok());
    }
}
