//! Who may call which rpc: one table per service, deny by default.

use std::collections::HashMap;

use prost::Message as _;
use prost_types::FileDescriptorSet;

use super::{Actor, Role};

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

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access {
    /// Path of the rpc, such as `/ocop.catalog.v1.CatalogService/GetProduct`.
    pub rpc: &'static str,
    /// Who may call it.
    pub who: Who,
}

/// The table, ready to be asked.
#[derive(Clone, Debug)]
pub struct Gatekeeper(HashMap<&'static str, Who>);

/// The answer of the gatekeeper to somebody who may not pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stopped {
    /// A token is needed.
    TokenMissing,
    /// None of the roles held may make the call.
    RoleMissing,
}

impl Gatekeeper {
    /// Reads tables.
    pub fn new(tables: &[&'static [Access]]) -> Self {
        Self(
            tables
                .iter()
                .copied()
                .flatten()
                .map(|row| (row.rpc, row.who))
                .collect(),
        )
    }

    /// Lets a call pass, with its rpc as the table has it and the roles that may make it. `actor` is
    /// `None` without a token.
    pub(crate) fn pass(
        &self,
        rpc: &str,
        actor: Option<&Actor>,
    ) -> Result<(&'static str, &'static [Role]), Stopped> {
        let Some((rpc, who)) = self.0.get_key_value(rpc) else {
            return Err(Stopped::RoleMissing);
        };
        match (who, actor) {
            (Who::Public, _) | (Who::Signed, Some(_)) => Ok((rpc, &[])),
            (Who::Roles(roles), Some(actor)) => {
                let held = actor.grants.iter().any(|grant| roles.contains(&grant.role));
                if held {
                    Ok((rpc, roles))
                } else {
                    Err(Stopped::RoleMissing)
                }
            }
            (Who::Signed | Who::Roles(_), None) => Err(Stopped::TokenMissing),
        }
    }
}

/// The rpcs of some packages of a contract that have no row, for the test that keeps the table whole.
pub fn uncovered(
    tables: &[&'static [Access]],
    packages: &[&str],
    descriptors: &[u8],
) -> Vec<String> {
    let rows = Gatekeeper::new(tables).0;
    rpcs(packages, descriptors)
        .into_iter()
        .filter(|rpc| !rows.contains_key(rpc.as_str()))
        .collect()
}

/// The rows whose rpc is not in the contract.
pub fn stale(
    tables: &[&'static [Access]],
    packages: &[&str],
    descriptors: &[u8],
) -> Vec<&'static str> {
    let rpcs = rpcs(packages, descriptors);
    let mut stale: Vec<&'static str> = Gatekeeper::new(tables)
        .0
        .into_keys()
        .filter(|rpc| !rpcs.iter().any(|known| known == rpc))
        .collect();
    stale.sort_unstable();
    stale
}

fn rpcs(packages: &[&str], descriptors: &[u8]) -> Vec<String> {
    let set = FileDescriptorSet::decode(descriptors).expect("the contract is a descriptor set");
    let mut rpcs = Vec::new();
    for file in set
        .file
        .iter()
        .filter(|file| packages.contains(&file.package()))
    {
        for service in &file.service {
            for method in &service.method {
                rpcs.push(format!(
                    "/{}.{}/{}",
                    file.package(),
                    service.name(),
                    method.name()
                ));
            }
        }
    }
    rpcs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::{Grant, Scope};

    const TABLE: &[Access] = &[
        Access {
            rpc: "/a.S/Open",
            who: Who::Public,
        },
        Access {
            rpc: "/a.S/Read",
            who: Who::Signed,
        },
        Access {
            rpc: "/a.S/Change",
            who: Who::Roles(&[Role::OcopOffice]),
        },
    ];

    fn actor(role: Role) -> Actor {
        Actor {
            subject: "lan".to_owned(),
            grants: vec![Grant {
                role,
                scope: Scope::Anywhere,
            }],
        }
    }

    #[test]
    fn what_has_no_row_may_be_called_by_nobody() {
        let gate = Gatekeeper::new(&[TABLE]);
        assert_eq!(
            gate.pass("/a.S/Forgotten", Some(&actor(Role::Operator))),
            Err(Stopped::RoleMissing)
        );
    }

    #[test]
    fn a_role_opens_its_rpcs_and_no_others() {
        let gate = Gatekeeper::new(&[TABLE]);
        assert_eq!(
            gate.pass("/a.S/Change", Some(&actor(Role::OcopOffice))),
            Ok(("/a.S/Change", [Role::OcopOffice].as_slice()))
        );
        assert_eq!(
            gate.pass("/a.S/Change", Some(&actor(Role::Producer))),
            Err(Stopped::RoleMissing)
        );
        assert_eq!(gate.pass("/a.S/Change", None), Err(Stopped::TokenMissing));
        assert_eq!(gate.pass("/a.S/Read", None), Err(Stopped::TokenMissing));
        assert!(gate.pass("/a.S/Open", None).is_ok());
    }

    #[test]
    fn an_rpc_of_the_contract_without_a_row_is_found() {
        let packages = ["ocop.operations.v1"];
        let missing = uncovered(&[TABLE], &packages, ocop_proto::DESCRIPTORS);
        assert!(missing.contains(&"/ocop.operations.v1.OperationsService/ReplayEvents".to_owned()));
        assert_eq!(
            stale(&[TABLE], &packages, ocop_proto::DESCRIPTORS),
            ["/a.S/Change", "/a.S/Open", "/a.S/Read"]
        );
    }
}
