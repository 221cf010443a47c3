//! The lists in the readmes of services: their rpcs and tables are those of the contract and of the migrations.

use std::collections::BTreeSet;
use std::fs;

use ocop_proto::access;

use super::{project, services, sources};

/// What the readme of a service says from a heading in bold to the next.
fn said(readme: &str, heading: &str) -> String {
    let from = format!("**{heading}**");
    let (_, rest) = readme
        .split_once(&from)
        .expect("the readme has the heading");
    let end = rest.find("\n\n**").unwrap_or(rest.len());
    rest[..end].to_owned()
}

/// Whether a name stands among other words.
fn names(text: &str, name: &str) -> bool {
    let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.split(|letter| !is_letter(letter))
        .any(|word| word == name)
}

/// The tables that SQL makes and does not remove again.
fn tables(sql: &str) -> BTreeSet<String> {
    let named = |after: &str| -> BTreeSet<String> {
        let lines = sql.lines().filter_map(|line| line.strip_prefix(after));
        let words = lines.filter_map(|rest| rest.split([' ', ';', '(']).next());
        words.map(str::to_owned).collect()
    };
    &named("create table ") - &named("drop table ")
}

#[test]
fn the_readme_of_a_service_names_all_its_rpcs() {
    for (service, table) in [
        ("catalog", access::CATALOG),
        ("evaluation", access::EVALUATION),
        ("promotion", access::PROMOTION),
    ] {
        let readme = project().join("services").join(service).join("README.md");
        let listed = said(&fs::read_to_string(readme).unwrap(), "Rpcs");
        let all = table
            .iter()
            .filter_map(|access| access.rpc.rsplit('/').next());
        let lacking: Vec<&str> = all.filter(|rpc| !names(&listed, rpc)).collect();
        assert!(
            lacking.is_empty(),
            "the readme of {service} lacks {lacking:?}"
        );
    }
}

#[test]
fn the_readme_of_a_service_names_all_its_tables() {
    let shared = project().join("services/chassis/src/database/c0001_chassis.sql");
    let shared = tables(&fs::read_to_string(shared).unwrap());
    assert!(shared.contains("outbox"), "{shared:?}");
    for service in services() {
        let folder = project().join("services").join(&service);
        let mut all = shared.clone();
        let mut sql = String::new();
        for entry in fs::read_dir(folder.join("src/storage/migrations")).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|kind| kind == "sql") {
                sql.push_str(&fs::read_to_string(path).unwrap());
            }
        }
        all.extend(tables(&sql));
        let readme = fs::read_to_string(folder.join("README.md")).unwrap();
        let listed = said(&readme, "Tables");
        let lacking: Vec<&String> = all.iter().filter(|table| !names(&listed, table)).collect();
        assert!(
            lacking.is_empty(),
            "the readme of {service} lacks {lacking:?}"
        );
    }
}

#[test]
fn files_that_the_readmes_name_are_there() {
    let mut gone = Vec::new();
    for service in services() {
        let folder = project().join("services").join(&service);
        let readme = fs::read_to_string(folder.join("README.md")).unwrap();
        // `](domain/src/…)`: links to files of the service itself.
        for link in readme
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            let path = link.split('#').next().unwrap_or_default();
            if !path.is_empty() && !path.contains("://") && !folder.join(path).exists() {
                gone.push(format!("{service}: {link}"));
            }
        }
    }
    assert!(gone.is_empty(), "{gone:?}");
    assert!(!sources(&project().join("services"), &[]).is_empty());
}
