//! Who may call what: every rpc of the contract with every role in every kind of scope.

use std::collections::BTreeSet;

use ocop_identity::{
    AccessDenied, AccessTable, Actor, Caller, Coverage, Grant, OutOfScope, Role, Scope, Target, Who,
};
use ocop_proto::access;
use ocop_proto::docs::{ACCESS_TABLE, access_table, between};
use prost::Message as _;
use prost_types::FileDescriptorSet;

fn contract() -> FileDescriptorSet {
    FileDescriptorSet::decode(ocop_proto::DESCRIPTORS).unwrap()
}

fn actor(role: Role, scope: &Scope) -> Actor {
    Actor {
        subject: "lan".to_owned(),
        grants: vec![Grant {
            role,
            scope: scope.clone(),
        }],
    }
}

/// One scope of each kind; each lies around [`touched`].
fn scopes() -> [Scope; 5] {
    [
        "*",
        "province:51",
        "commune:21364",
        "producer:7",
        "partner:9",
    ]
    .map(|text| text.parse().unwrap())
}

fn touched() -> Target {
    Target {
        partner: Some("9".to_owned()),
        ..Target::place("51", "21364").of_producer(7)
    }
}

/// The kinds of scope that cover a thing, by what the contract names.
fn covering(covers: Coverage) -> &'static str {
    match covers {
        Coverage::Nothing | Coverage::Listed => "",
        Coverage::Everywhere => "*",
        Coverage::Province => "* province:51",
        Coverage::Place => "* province:51 commune:21364",
        Coverage::Producer => "* province:51 commune:21364 producer:7",
        Coverage::Partner => "* province:51 partner:9",
    }
}

#[test]
fn every_rpc_has_a_row_and_every_row_an_rpc() {
    let mut rpcs = BTreeSet::new();
    for file in contract().file {
        for service in &file.service {
            for method in &service.method {
                let (package, service) = (file.package(), service.name());
                rpcs.insert(format!("/{package}.{service}/{}", method.name()));
            }
        }
    }
    let rows = access::ALL.iter().copied().flatten();
    let rows: BTreeSet<String> = rows.map(|row| row.rpc.to_owned()).collect();
    assert_eq!(rows, rpcs);
}

#[test]
fn every_rpc_lets_in_who_the_contract_names_and_nobody_else() {
    let table = AccessTable::new(access::ALL);
    for row in access::ALL.iter().copied().flatten() {
        let anonymous = table.check(row.rpc, None);
        match row.who {
            Who::Public => assert_eq!(anonymous, Ok(*row)),
            Who::Signed | Who::Roles(_) => assert_eq!(anonymous, Err(AccessDenied::TokenMissing)),
        }
        for role in Role::ALL {
            for scope in scopes() {
                let let_in = table.check(row.rpc, Some(&actor(*role, &scope)));
                let named = row.roles().is_empty() || row.roles().contains(role);
                let expected = named.then_some(*row).ok_or(AccessDenied::RoleMissing);
                assert_eq!(let_in, expected, "{} for {role}@{scope}", row.rpc);
            }
        }
    }
}

#[test]
fn a_scope_covers_what_the_contract_names_and_nothing_else() {
    for row in access::ALL.iter().copied().flatten() {
        for role in Role::ALL {
            for scope in scopes() {
                let caller = Caller {
                    actor: actor(*role, &scope),
                    allowed: row.roles(),
                    covers: row.covers,
                };
                let kinds = covering(row.covers).split(' ');
                let covered = row.roles().contains(role)
                    && kinds.into_iter().any(|kind| kind == scope.to_string());
                let expected = covered.then_some(()).ok_or(OutOfScope);
                let got = caller.within(&touched());
                assert_eq!(got, expected, "{} for {role}@{scope}", row.rpc);
                let elsewhere = caller.within(&Target::default());
                assert!(
                    elsewhere.is_err() || scope == Scope::Anywhere,
                    "{}",
                    row.rpc
                );
            }
        }
    }
}

#[test]
fn the_contract_and_the_code_know_the_same_roles_and_coverages() {
    let of_contract = |name: &str| -> BTreeSet<String> {
        let set = contract();
        let files = set
            .file
            .iter()
            .filter(|file| file.package() == "ocop.access.v1");
        let found = files
            .flat_map(|file| &file.enum_type)
            .find(|found| found.name() == name);
        let prefix = format!("{}_", name.to_uppercase());
        let values = found.unwrap().value.iter();
        let names = values.map(|value| value.name().trim_start_matches(&prefix).to_lowercase());
        names.filter(|name| name != "unspecified").collect()
    };
    let roles = Role::ALL.iter().map(ToString::to_string);
    assert_eq!(of_contract("Role"), roles.collect());
    let coverages = Coverage::ALL.iter().map(ToString::to_string);
    let named = coverages.filter(|coverage| coverage != "nothing");
    assert_eq!(of_contract("Coverage"), named.collect());
}

#[test]
fn the_table_in_the_readme_is_the_contracts() {
    let readme = include_str!("../../README.md");
    let made = between(readme, ACCESS_TABLE, &access_table()).unwrap();
    assert!(
        made == readme,
        "the table is not up to date: run `make docs`"
    );
}
