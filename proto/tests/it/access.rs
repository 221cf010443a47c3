//! Who may call what: every rpc of the contract with every role in every kind of scope.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ocop_identity::{
    AccessDenied, AccessTable, Actor, Also, Caller, Coverage, Grant, OutOfScope, Role, Scope,
    Target, Touched, UnitsOfDay, Who,
};
use ocop_places::built_in;
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

fn today() -> NaiveDate {
    "2026-11-20".parse().unwrap()
}

fn target() -> Target {
    Target {
        partner: Some("9".to_owned()),
        ..Target::place("51", "21364", today()).of_producer(7)
    }
}

/// What a call touches that stays where it is.
fn touched() -> Touched {
    Touched::new(target())
        .of_producer(target())
        .going_to(target())
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
                let open = row.roles().is_empty();
                let named = open || row.roles().contains(role);
                let kinds = covering(row.covers);
                let covers =
                    kinds.is_empty() || kinds.split(' ').any(|kind| kind == scope.to_string());
                let reaches = open || role.scopes().contains(&scope.kind()) && covers;
                let expected = match (named, reaches) {
                    (false, _) => Err(AccessDenied::RoleMissing),
                    (true, false) => Err(AccessDenied::OutOfScope),
                    (true, true) => Ok(*row),
                };
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
                    also: row.also,
                    personal: row.personal,
                    units: UnitsOfDay::new(built_in(), today()),
                };
                let kinds = covering(row.covers).split(' ');
                let covered = row.roles().contains(role)
                    && role.scopes().contains(&scope.kind())
                    && kinds.into_iter().any(|kind| kind == scope.to_string());
                let expected = covered.then_some(()).ok_or(OutOfScope);
                let got = caller.within(touched());
                assert_eq!(got, expected, "{} for {role}@{scope}", row.rpc);
                let elsewhere = caller.within(touched().and([Target::default()]));
                assert!(
                    elsewhere.is_err() || scope == Scope::Anywhere,
                    "{}",
                    row.rpc
                );
                if !row.also.is_empty() {
                    assert_eq!(caller.within(target()), Err(OutOfScope), "{}", row.rpc);
                }
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
    let also = Also::ALL.iter().map(ToString::to_string);
    assert_eq!(of_contract("Also"), also.collect());
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

#[test]
fn the_readme_names_the_kinds_of_scope_of_every_role() {
    let readme = include_str!("../../README.md");
    for role in Role::ALL {
        let kinds = role.scopes().iter().map(|kind| format!("`{kind}`"));
        let kinds: Vec<String> = kinds.collect();
        let of_role = format!("| `{role}` |");
        let row = readme.lines().find(|line| line.starts_with(&of_role));
        let row = row.unwrap_or_else(|| panic!("README.md has no row of {role}"));
        let expected = format!("| {} |", kinds.join(", "));
        assert!(row.ends_with(&expected), "{row} must end with {expected}");
    }
}
