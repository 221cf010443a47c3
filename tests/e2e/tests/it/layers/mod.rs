//! What the compiler does not hold of the shape of a service: `transport → application → domain ← storage`, the same
//! areas in every layer, and no circles between them.
//!
//! Services, layers and areas are read from the tree. Domains are crates of their own: what they may depend on is read
//! from the manifests. Wiring (`lib.rs`, `main.rs`, `config.rs`) may see all of its own service.

mod circles;
mod manifests;
mod paths;
mod readmes;
mod rpcs;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use paths::{Named, named};

/// Folders of `services/` that are no service of the shape.
const OTHERS: [&str; 5] = ["chassis", "identity", "ocop", "places", "spelling"];

/// A layer: its folder, the modules of it that are no area, the modules it may not see, and the crates it may not use.
/// The name of a crate stands for those that begin with it too: `tonic` for `tonic_types`.
struct Layer {
    name: &'static str,
    shared: &'static [&'static str],
    unseen: &'static [&'static str],
    unused: &'static [&'static [&'static str]],
}

const DATABASE: &[&str] = &["sea_orm", "sqlx", "object_store"];
const CONTRACT: &[&str] = &[
    "tonic",
    "prost",
    "pbjson",
    "ocop_proto",
    "async_nats",
    "axum",
];
const HTTP: &[&str] = &["reqwest", "hyper"];

const LAYERS: [Layer; 6] = [
    Layer {
        name: "application",
        shared: &["error", "step"],
        unseen: &["transport", "webhook", "mail", "callout"],
        unused: &[DATABASE, CONTRACT, HTTP],
    },
    Layer {
        name: "storage",
        shared: &["history", "migrations", "search"],
        unseen: &["application", "transport", "webhook", "mail", "callout"],
        unused: &[CONTRACT, HTTP],
    },
    Layer {
        name: "transport",
        shared: &["error", "event", "fields", "history", "service"],
        unseen: &[],
        unused: &[DATABASE, HTTP],
    },
    // The adapter that sends webhooks; it has no areas.
    Layer {
        name: "webhook",
        shared: &["recorder", "resolver", "sender", "signature", "worker"],
        unseen: &["transport"],
        unused: &[DATABASE, CONTRACT],
    },
    // The adapter that sends e-mail; it has no areas.
    Layer {
        name: "mail",
        shared: &["letter"],
        unseen: &["transport", "webhook", "callout"],
        unused: &[
            DATABASE,
            &["tonic", "prost", "pbjson", "async_nats", "axum"],
            HTTP,
        ],
    },
    // The adapter that lets partners into NATS; it has no areas.
    Layer {
        name: "callout",
        shared: &["answer", "connections", "jwt", "permissions"],
        unseen: &["transport", "webhook"],
        unused: &[
            DATABASE,
            &["tonic", "prost", "pbjson", "ocop_proto", "axum"],
            HTTP,
        ],
    },
];

/// Crates that a domain may depend on: none of them reads, writes, waits or asks for the time.
const PURE: [&str; 13] = [
    "chrono",
    "geographiclib-rs",
    "ocop-identity",
    "ocop-places",
    "ocop-spelling",
    "serde",
    "serde_json",
    "strum",
    "thiserror",
    "toml",
    "unicode-normalization",
    "url",
    "uuid",
];

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The names in a folder without `.rs`, in order; none if there is no such folder.
fn entries(folder: &Path) -> BTreeSet<String> {
    let found = fs::read_dir(folder).into_iter().flatten().flatten();
    found
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .map(|name| name.trim_end_matches(".rs").to_owned())
        .collect()
}

fn services() -> Vec<String> {
    let found = entries(&project().join("services")).into_iter();
    let services: Vec<String> = found
        .filter(|name| !OTHERS.contains(&name.as_str()) && !name.contains('.'))
        .collect();
    assert!(services.len() > 2, "no services were found: {services:?}");
    services
}

/// The areas of a service: the modules of its domain.
fn areas(service: &str) -> BTreeSet<String> {
    let mut areas = entries(&project().join("services").join(service).join("domain/src"));
    areas.remove("lib");
    assert!(!areas.is_empty(), "{service} has no domain");
    areas
}

/// The sources below a folder with the modules that they are, from that folder.
fn sources(folder: &Path, module: &[String]) -> Vec<(Vec<String>, PathBuf)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        let mut inner = module.to_vec();
        inner.push(name.trim_end_matches(".rs").to_owned());
        if path.is_dir() {
            found.extend(sources(&path, &inner));
        } else if ["mod.rs", "lib.rs", "main.rs"].contains(&name.as_str()) {
            found.push((module.to_vec(), path));
        } else if name.ends_with(".rs") {
            found.push((inner, path));
        }
    }
    found.sort();
    found
}

fn read(module: &[String], path: &Path) -> Vec<Named> {
    named(
        module,
        &fs::read_to_string(path).expect("a source can be read"),
    )
}

/// Why a layer may not name this path; `None` if it may. Tests may use any crate.
fn refused(layer: &Layer, path: &[String], in_test: bool) -> Option<&'static str> {
    let is_of = |name: &&str| path[0] == **name || path[0].starts_with(&format!("{name}_"));
    if !in_test && layer.unused.iter().any(|crates| crates.iter().any(&is_of)) {
        return Some("this crate belongs to another layer");
    }
    let sees = path[0] == "crate" && layer.unseen.contains(&path[1].as_str());
    sees.then_some("this layer does not see that one")
}

#[test]
fn every_layer_names_only_what_it_may() {
    let mut found = Vec::new();
    for service in services() {
        for layer in &LAYERS {
            let folder = project()
                .join("services")
                .join(&service)
                .join("src")
                .join(layer.name);
            let sources = sources(&folder, &[layer.name.to_owned()]);
            assert!(
                ["webhook", "mail", "callout"].contains(&layer.name) || !sources.is_empty(),
                "{service} has no {}",
                layer.name
            );
            for (module, path) in sources {
                for named in read(&module, &path) {
                    if let Some(reason) = refused(layer, &named.path, named.in_test) {
                        found.push(format!(
                            "{}:{}: {}: {reason}",
                            path.display(),
                            named.line,
                            named.path.join("::")
                        ));
                    }
                }
            }
        }
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn every_folder_of_a_service_is_a_known_layer_and_every_module_of_a_layer_an_area() {
    let mut unknown = Vec::new();
    for service in services() {
        let root = project().join("services").join(&service);
        let areas = areas(&service);
        let mut check = |folder: &str, known: &dyn Fn(&str) -> bool| {
            let strangers = entries(&root.join(folder))
                .into_iter()
                .filter(|name| !known(name));
            unknown.extend(strangers.map(|name| format!("{service}/{folder}/{name}")));
        };
        check("", &|name| {
            ["domain", "src", "tests"].contains(&name) || name.contains('.')
        });
        check("src", &|name| {
            ["lib", "main", "config"].contains(&name)
                || LAYERS.iter().any(|layer| layer.name == name)
        });
        for layer in &LAYERS {
            check(&format!("src/{}", layer.name), &|name| {
                name == "mod" || layer.shared.contains(&name) || areas.contains(name)
            });
        }
    }
    assert!(unknown.is_empty(), "not of the shape: {unknown:#?}");
}

#[test]
fn a_planted_violation_is_found_in_every_layer() {
    for (layer, path) in [
        ("application", "crate::transport::error"),
        ("application", "sea_orm_migration::prelude"),
        ("application", "ocop_proto::catalog"),
        ("storage", "crate::application::place"),
        ("storage", "async_nats::jetstream"),
        ("transport", "sea_orm::EntityTrait"),
        ("application", "crate::webhook::sender"),
        ("webhook", "tonic::Status"),
    ] {
        let layer = LAYERS.iter().find(|one| one.name == layer).unwrap();
        let path: Vec<String> = path.split("::").map(str::to_owned).collect();
        assert!(refused(layer, &path, false).is_some(), "{path:?}");
    }
}
