//! Migrations that were released.

use std::collections::BTreeMap;
use std::fs;

use super::{migrations, releases};

#[test]
fn a_released_migration_never_changes() {
    let now: BTreeMap<String, String> = migrations()
        .into_iter()
        .map(|(name, path)| (name, fs::read_to_string(path).unwrap()))
        .collect();
    for release in releases() {
        for entry in fs::read_dir(release.join("migrations")).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            let released = fs::read_to_string(&path).unwrap();
            assert!(
                now.get(name) == Some(&released),
                "{name} is not what {} was released with: write a new migration",
                release.display()
            );
        }
    }
}
