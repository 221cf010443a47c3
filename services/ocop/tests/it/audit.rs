//! `ocop audit`, as an auditor uses it.

use std::path::Path;

use ocop_chassis::audit::Sealer;
use ocop_chassis::clock::Clock;
use ocop_chassis::database::Database;
use serde_json::Value;

use crate::operations::{database, execute, json_of, one_row};
use crate::program::{Up, ocop, run};

/// Seals what was recorded so far, which the service itself does every minute.
async fn seal(database: &Database) {
    let mut sealer = Sealer::new(database.clone(), Clock::system(ocop_proto::VIET_NAM));
    sealer.seal().await.expect("the database is there");
}

fn words(directory: &Path, words: &[&str]) -> (i32, String) {
    let (code, stdout, error) = run(ocop(directory).args(words));
    assert_eq!(error, "", "{words:?}");
    (code, stdout)
}

#[tokio::test]
async fn the_audit_is_listed_sealed_and_verified_and_a_changed_entry_is_named() {
    let directory = tempfile::tempdir().expect("a directory");
    let _up = Up::start(directory.path());
    let path = directory.path();
    let file = one_row(path);
    let (code, _, error) = run(ocop(path).arg("--json").arg("import").arg(file));
    assert_eq!(code, 0, "{error}");
    let catalog = database(path, "catalog").await;
    seal(&catalog).await;

    // Who did what.
    let of_products = [
        "audit",
        "list",
        "--service",
        "catalog",
        "--aggregate-type",
        "product",
    ];
    let (code, listed) = json_of(path, &of_products);
    let [entry] = listed["entries"].as_array().expect("a list").as_slice() else {
        panic!("{listed}")
    };
    assert_eq!(
        (code, &entry["service"], &entry["actor"]),
        (0, &"catalog".into(), &"ocop-cli".into())
    );
    assert_eq!(
        entry["rpc"],
        "/ocop.catalog.v1.CatalogService/StreamImportProducts"
    );
    let id = entry["aggregate_id"].as_str().expect("an id");
    let (code, table) = words(path, &of_products);
    assert_eq!(code, 0);
    for shown in [id, "ocop-cli"] {
        assert!(table.contains(shown), "{shown} is not in {table}");
    }
    let nobody = ["audit", "list", "--actor", "nobody"];
    assert_eq!(
        json_of(path, &nobody),
        (0, serde_json::json!({"entries": [], "more": false}))
    );

    // All fits, and the seals are kept.
    let (code, fits) = json_of(path, &["audit", "verify"]);
    assert_eq!(code, 0, "{fits}");
    let services = fits.as_array().expect("a list");
    assert_eq!(services.len(), 3);
    assert!(
        services
            .iter()
            .all(|one| one["faults"] == serde_json::json!([])),
        "{fits}"
    );
    let (code, text) = words(path, &["audit", "verify"]);
    assert_eq!((code, text.matches("all fit").count()), (0, 3), "{text}");
    let (code, seals) = words(path, &["audit", "seals", "--service", "catalog"]);
    assert_eq!(code, 0);
    let first: Value = serde_json::from_str(seals.lines().next().expect("a seal")).expect("JSON");
    assert_eq!(
        (&first["service"], &first["number"]),
        (&"catalog".into(), &"1".into()),
        "{first}"
    );
    let kept = path.join("seals.jsonl");
    std::fs::write(&kept, &seals).expect("there is room");

    // One entry says something else afterwards.
    let change = "update audit set actor = 'minh' where aggregate_type = 'product'";
    execute(&catalog, change).await;
    let (code, found) = json_of(path, &["audit", "verify", "--service", "catalog"]);
    assert_eq!(code, 1, "{found}");
    assert_eq!(found[0]["faults"][0]["seal"], 1, "{found}");
    let (code, text) = words(path, &["audit", "verify"]);
    assert_eq!(code, 1);
    assert!(text.contains("seal 1: "), "{text}");
    assert_eq!(text.matches("all fit").count(), 2, "{text}");

    // Who also makes the seal anew is found by the one that was kept.
    execute(&catalog, "delete from audit_seals").await;
    seal(&catalog).await;
    let own = ["audit", "verify", "--service", "catalog"];
    assert_eq!(json_of(path, &own).0, 0);
    let kept = kept.display().to_string();
    let against = [&own[..], &["--against", &kept]].concat();
    let (code, found) = json_of(path, &against);
    assert_eq!(code, 1, "{found}");
    assert_eq!(found[0]["faults"][0]["seal"], 1, "{found}");
}
