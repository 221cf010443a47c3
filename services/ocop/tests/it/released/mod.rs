//! What was released is still understood: `tests/releases` keeps of each release its migrations, its databases with something of
//! everything in them, and an event of every type.

mod databases;
mod events;
mod migrations;
mod written;

use std::fs;
use std::path::{Path, PathBuf};

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The folders of all releases, named by their versions.
fn releases() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(project().join("tests/releases"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    found.sort();
    // Without it every test here would pass.
    assert!(!found.is_empty(), "no release is kept");
    found
}

/// The migrations as they are now: the chassis's and those of each service, by the names they are kept under.
fn migrations() -> Vec<(String, PathBuf)> {
    let services = project().join("services");
    let mut found = Vec::new();
    for (service, folder) in [
        ("chassis", "chassis/src/database"),
        ("catalog", "catalog/src/storage/migrations"),
        ("evaluation", "evaluation/src/storage/migrations"),
        ("promotion", "promotion/src/storage/migrations"),
    ] {
        for entry in fs::read_dir(services.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|end| end == "sql") {
                let name = path.file_name().unwrap().to_str().unwrap();
                found.push((format!("{service}-{name}"), path));
            }
        }
    }
    found.sort();
    found
}
