//! The layer rule: `transport → application → domain ← storage`, and services that do not know each other.
//!
//! Read from the sources, so that a wrong `use` fails a test in the commit that brings it. `mod` declarations and the
//! wiring in a service's `lib.rs` are no layer and may see all of their own service.

mod paths;

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The services of the domain, by folder and crate.
const SERVICES: [(&str, &str); 3] = [
    ("catalog", "ocop_catalog"),
    ("evaluation", "ocop_evaluation"),
    ("promotion", "ocop_promotion"),
];

const LAYERS: [&str; 4] = ["domain", "application", "storage", "transport"];

/// Crates by what they are for. A name stands for the crates that begin with it too: `tonic` for `tonic_types`.
const DATABASE: [&str; 3] = ["sea_orm", "sqlx", "object_store"];
const WIRE: [&str; 7] = [
    "tonic",
    "prost",
    "pbjson",
    "ocop_proto",
    "async_nats",
    "axum",
    "reqwest",
];

/// Whether a layer may not name this path, and why.
fn refused(layer: &str, path: &str) -> Option<&'static str> {
    let root = path.split("::").next().unwrap_or_default();
    let is_one_of = |crates: &[&str]| {
        crates
            .iter()
            .any(|name| root == *name || root.starts_with(&format!("{name}_")))
    };
    let sees = |module: &str| {
        path == format!("crate::{module}") || path.starts_with(&format!("crate::{module}::"))
    };
    match layer {
        "domain" if root.starts_with("ocop_") || (root == "crate" && !sees("domain")) => {
            Some("the domain uses nothing of ours")
        }
        "domain" | "application" | "transport" if is_one_of(&DATABASE) => {
            Some("the database and the files belong to storage")
        }
        "domain" | "application" | "storage" if is_one_of(&WIRE) => {
            Some("contract and network belong to transport")
        }
        "application" | "storage" if sees("transport") => Some("nothing below knows transport"),
        "storage" if sees("application") => Some("storage does not know the use cases"),
        _ => None,
    }
}

/// What is wrong in one file of a service. `file` is its path below `src`.
fn violations(service: &str, file: &Path, source: &str) -> Vec<String> {
    let module = module_of(file);
    let layer = module.first().map_or("", String::as_str);
    let mut found = Vec::new();
    for named in paths::named(source) {
        let path = from_root(&named.path, module.len() + named.inside);
        let stranger = SERVICES
            .iter()
            .any(|(folder, name)| *folder != service && path.split("::").next() == Some(*name));
        let reason = if stranger {
            Some("a service does not know another")
        } else {
            refused(layer, &path)
        };
        if let Some(reason) = reason {
            found.push(format!(
                "{service}/src/{}:{}: {path}: {reason}",
                file.display(),
                named.line
            ));
        }
    }
    found
}

/// The module that a file is, from the root of its crate: `domain/tally/tests.rs` is domain, tally, tests.
fn module_of(file: &Path) -> Vec<String> {
    let file = file.with_extension("");
    let mut module: Vec<String> = file
        .iter()
        .map(|segment| segment.to_string_lossy().into_owned())
        .collect();
    if matches!(
        module.last().map(String::as_str),
        Some("mod" | "lib" | "main")
    ) {
        module.pop();
    }
    module
}

/// A path that climbs to the root of the crate by `super`s, written from `crate`. `depth` is that of its module.
fn from_root(path: &str, depth: usize) -> String {
    let climbed = path
        .split("::")
        .take_while(|segment| *segment == "super")
        .count();
    if climbed == 0 || climbed < depth {
        return path.to_owned();
    }
    path.split("::")
        .skip(climbed)
        .fold("crate".to_owned(), |whole, segment| whole + "::" + segment)
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn every_service_keeps_its_layers_apart() {
    let mut found = Vec::new();
    let mut read = Vec::new();
    for (service, _) in SERVICES {
        let root = project().join("services").join(service).join("src");
        for path in sources(&root) {
            let file = path.strip_prefix(&root).expect("it was found there");
            let source = fs::read_to_string(&path).expect("a source can be read");
            found.extend(violations(service, file, &source));
            read.extend(module_of(file).into_iter().next());
        }
    }
    for layer in LAYERS {
        assert!(
            read.iter().any(|module| module == layer),
            "no source of the layer {layer} was read"
        );
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn what_all_stand_on_knows_no_service() {
    let mut found = Vec::new();
    for folder in ["proto/src", "services/chassis/src", "tests/harness/src"] {
        let files = sources(&project().join(folder));
        assert!(!files.is_empty(), "no source was read in {folder}");
        for path in files {
            let source = fs::read_to_string(&path).expect("a source can be read");
            for named in paths::named(&source) {
                let root = named.path.split("::").next();
                if SERVICES.iter().any(|(_, name)| root == Some(*name)) || root == Some("ocop") {
                    found.push(format!("{}:{}: {}", path.display(), named.line, named.path));
                }
            }
        }
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn a_planted_violation_is_found_in_every_layer() {
    let planted = [
        ("domain/star.rs", "use crate::storage::Store;"),
        (
            "domain/star.rs",
            "use {ocop_chassis::clock::Clock, std::fmt};",
        ),
        ("domain.rs", "fn f() -> sea_orm::DbErr { todo!() }"),
        ("domain/star.rs", "use super::super::application::Tally;"),
        ("domain/star/tests.rs", "use tonic_types::ErrorDetails;"),
        (
            "application/tally.rs",
            "use crate::{domain::Star, transport::errors};",
        ),
        ("application/tally.rs", "use sea_orm_migration::prelude::*;"),
        (
            "application/tally.rs",
            "use ocop_proto::catalog::v1::Product;",
        ),
        ("storage/mod.rs", "use crate::application::tally;"),
        ("storage/products.rs", "use async_nats::jetstream;"),
        ("transport/products.rs", "use sea_orm::EntityTrait;"),
        ("transport/products.rs", "use ocop_evaluation::run;"),
        ("lib.rs", "use ocop_promotion::run;"),
    ];
    for (file, source) in planted {
        let found = violations("catalog", Path::new(file), source);
        assert_eq!(found.len(), 1, "{file}: {source}: {found:?}");
        assert!(
            found[0].starts_with(&format!("catalog/src/{file}:1: ")),
            "{found:?}"
        );
    }
}

#[test]
fn what_is_allowed_is_not_reported() {
    let allowed = [
        (
            "domain/star.rs",
            "use super::product::Product; use crate::domain::place; use chrono::NaiveDate;",
        ),
        (
            "domain/star.rs",
            "mod tests { use super::super::product::Product; }",
        ),
        ("domain/mod.rs", "// use tonic::Status;\nmod star;"),
        (
            "application/tally.rs",
            "use crate::{domain::Star, storage::Tx}; use ocop_chassis::identity::Actor;",
        ),
        (
            "storage/products.rs",
            "use crate::domain::Product; use sea_orm::EntityTrait; use super::super::domain;",
        ),
        (
            "transport/products.rs",
            "use crate::{application, domain, storage}; use tonic::Status;",
        ),
        (
            "lib.rs",
            "use crate::storage::Store; use tonic::transport::Server; use ocop_catalog::run;",
        ),
    ];
    for (file, source) in allowed {
        let found = violations("catalog", Path::new(file), source);
        assert!(found.is_empty(), "{file}: {found:?}");
    }
}
