//! Writes the fixture of a release but for its events, which come from the tests of the services.

use std::fs;
use std::path::Path;
use std::process::Command;

use ocop_harness::Postgres;
use serde_json::json;

use super::events::types;
use super::{migrations, project};
use crate::reach::world::{World, files};

/// The names of the services in the order of their databases.
pub(super) const SERVICES: [&str; 3] = ["catalog", "evaluation", "promotion"];

/// Makes a world on databases, ends it, and writes down what later tests look for.
async fn made(databases: &[String; 3], release: &Path, engine: &str) {
    let world = World::on(databases, tempfile::tempdir().unwrap()).await;
    let things = json!({
        "producer": world.producer, "product": world.product, "certified": world.certified,
        "certificate": world.certificate, "dossier": world.dossier, "council": world.council,
        "partner": world.partner, "subscription": world.subscription, "delivery": world.delivery,
    });
    world.stop().await;
    let text = serde_json::to_string_pretty(&things).unwrap();
    fs::write(release.join(format!("things.{engine}.json")), text + "\n").unwrap();
}

/// A dump without what only its program or an extension understands.
fn plain(dump: &str) -> String {
    dump.lines()
        .filter(|line| !line.starts_with('\\') && !line.starts_with("--"))
        .filter(|line| !line.starts_with("CREATE EXTENSION") && !line.contains("gin_trgm_ops"))
        .flat_map(|line| [line, "\n"])
        .collect()
}

#[tokio::test]
#[ignore = "writes the fixture of a release; `make release-fixture` runs it"]
async fn the_fixture_of_this_version_is_written() {
    let release = project()
        .join("tests/releases")
        .join(env!("CARGO_PKG_VERSION"));
    fs::create_dir_all(release.join("migrations")).unwrap();
    for (name, path) in migrations() {
        fs::copy(path, release.join("migrations").join(name)).unwrap();
    }
    fs::write(release.join("types.txt"), types()).unwrap();

    let postgres = Postgres::start().await;
    let databases = [
        postgres.create_database().await,
        postgres.create_database().await,
        postgres.create_database().await,
    ];
    made(&databases, &release, "postgres").await;
    for (service, url) in SERVICES.iter().zip(&databases) {
        let dump = plain(&postgres.dump(url));
        fs::write(release.join(format!("{service}.postgres.sql")), dump).unwrap();
    }

    let folder = tempfile::tempdir().unwrap();
    made(&files(&folder), &release, "sqlite").await;
    for service in SERVICES {
        let file = folder.path().join(format!("{service}.db"));
        let dumped = Command::new("sqlite3").arg(file).arg(".dump").output();
        let dumped = dumped.expect("sqlite3 is installed");
        assert!(dumped.status.success());
        let dump = String::from_utf8(dumped.stdout).unwrap();
        fs::write(release.join(format!("{service}.sqlite.sql")), dump).unwrap();
    }
}
