//! `ocop backup` and `ocop restore`: everything that was decided comes back, and the services fit each other.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use serde_json::Value;

use crate::program::{Up, ocop, run};

const REGISTER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/demo/quang-ngai-2022.csv");

fn done(directory: &Path, arguments: &[&str]) -> Value {
    let (code, out, error) = run(ocop(directory).arg("--json").args(arguments));
    assert_eq!(code, 0, "{arguments:?}: {out}{error}");
    serde_json::from_str(&out).unwrap()
}

#[test]
fn what_was_backed_up_while_the_services_ran_is_restored_and_the_services_fit_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (folder.path().join("first"), folder.path().join("second"));
    let backup = folder.path().join("backup");
    let named = backup.to_str().unwrap();

    let up = Up::start(&first);
    done(&first, &["import", REGISTER]);
    let written = done(&first, &["backup", named]);
    assert!(written["files"]["catalog.db"]["bytes"].as_u64() > Some(10_000));
    for entry in ["backup.json", "evaluation.db", "nats-users.json"] {
        let mode = fs::metadata(backup.join(entry)).unwrap().permissions();
        assert_eq!(mode.mode() & 0o077, 0, "others can read {entry}");
    }
    assert_eq!(up.interrupt(), 0);

    assert_eq!(done(&second, &["restore", named]), written);
    let up = Up::start(&second);
    let again = done(&second, &["import", REGISTER]);
    assert_eq!(again["certificates"]["new"], 0, "{again}");
    assert_eq!(again["certificates"]["unchanged"], 61, "{again}");
    // The broker began empty: what the others did not have yet at the time of the backup is sent again.
    until_reconciled(&second);
    assert_eq!(up.interrupt(), 0);
}

/// Waits until `reconcile` finds no difference.
fn until_reconciled(directory: &Path) {
    while run(ocop(directory).arg("reconcile")).0 != 0 {
        std::thread::yield_now();
    }
}

#[test]
fn a_damaged_backup_restores_nothing_and_a_directory_in_use_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (data, other) = (folder.path().join("data"), folder.path().join("other"));
    let backup = folder.path().join("backup");
    let named = backup.to_str().unwrap();
    assert_eq!(Up::start(&data).interrupt(), 0);
    done(&data, &["backup", named]);

    let (code, _, error) = run(ocop(&data).args(["backup", named]));
    assert_eq!(code, 5);
    assert!(error.contains("is not empty"), "{error}");
    let (code, _, error) = run(ocop(&data).args(["restore", named]));
    assert_eq!(code, 5);
    assert!(error.contains("is not empty"), "{error}");

    fs::remove_file(backup.join("nats-users.json")).unwrap();
    let mut bytes = fs::read(backup.join("promotion.db")).unwrap();
    bytes[100] ^= 1;
    fs::write(backup.join("promotion.db"), bytes).unwrap();
    let (code, _, error) = run(ocop(&other).args(["restore", named]));
    assert_eq!(code, 5);
    assert!(error.contains("promotion.db was changed"), "{error}");
    assert!(error.contains("nats-users.json is missing"), "{error}");
    assert!(!other.exists(), "nothing was restored");

    let (code, _, error) =
        run(ocop(&other).args(["backup", folder.path().join("new").to_str().unwrap()]));
    assert_eq!(code, 5);
    assert!(error.contains("has kept nothing"), "{error}");
}
