//! What the manifests hold: domains without I/O, services that do not know each other.

use std::fs;
use std::path::Path;

use super::{PURE, project, services};

/// The names of a manifest's dependencies in one of its tables.
fn dependencies(folder: &Path, table: &str) -> Vec<String> {
    let path = folder.join("Cargo.toml");
    let text = fs::read_to_string(&path).unwrap_or_else(|_| panic!("no {}", path.display()));
    let manifest: toml::Table = text.parse().expect("a manifest");
    let found = manifest.get(table).and_then(toml::Value::as_table);
    found
        .into_iter()
        .flatten()
        .map(|(name, _)| name.clone())
        .collect()
}

#[test]
fn a_domain_depends_on_nothing_that_does_io() {
    for service in services() {
        let folder = project().join("services").join(&service).join("domain");
        for table in ["dependencies", "build-dependencies"] {
            for name in dependencies(&folder, table) {
                assert!(
                    PURE.contains(&name.as_str()),
                    "{service}: its domain depends on {name}"
                );
            }
        }
    }
}

#[test]
fn a_service_depends_on_no_other_and_nothing_shared_on_a_service() {
    let shared = [
        "proto",
        "services/chassis",
        "services/identity",
        "services/places",
        "services/spelling",
        "tests/harness",
    ];
    let folders = services().into_iter().flat_map(|service| {
        let folder = format!("services/{service}");
        [
            (service.clone(), folder.clone()),
            (service, format!("{folder}/domain")),
        ]
    });
    for (own, folder) in folders.chain(shared.map(|folder| (String::new(), folder.to_owned()))) {
        let folder = project().join(folder);
        if !folder.exists() && own.is_empty() {
            continue;
        }
        for table in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for name in dependencies(&folder, table) {
                let stranger = services()
                    .into_iter()
                    .find(|other| *other != own && name.starts_with(&format!("ocop-{other}")));
                assert!(
                    stranger.is_none() && name != "ocop",
                    "{}: depends on {name}",
                    folder.display()
                );
            }
        }
    }
}
