//! Administrative units from files at a terminal.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::program::{Up, ocop, run};

/// An act that divides Bình Sơn (21040) into two wards on 1 October 2026.
const UNITS: &str = "code,name,kind,type,parent_code,valid_from,valid_to,decision,ended_by
21040,Bình Sơn,commune,xã,51,2025-07-01,2026-09-30,1677/NQ-UBTVQH15,9/NQ-UBTVQH16
21990,Bình Sơn Đông,commune,phường,51,2026-10-01,,9/NQ-UBTVQH16,
21991,Bình Sơn Tây,commune,phường,51,2026-10-01,,9/NQ-UBTVQH16,
";

const SUCCESSORS: &str = "from_code,from_valid_to,to_code,part
21040,2026-09-30,21990,part
21040,2026-09-30,21991,part
";

fn written(directory: &Path, name: &str, text: &str) -> String {
    let path = directory.join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn places_of_a_file_come_in_all_or_none_and_once_and_a_dry_run_keeps_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let _up = Up::start(directory.path());
    let json = |words: &[&str]| {
        let (code, stdout, error) = run(ocop(directory.path()).arg("--json").args(words));
        let answer: Value = serde_json::from_str(&stdout).unwrap_or(Value::Null);
        (code, answer, error)
    };
    let changed = |answer: &Value| answer["changed"].as_i64().unwrap_or_default();
    let units = written(directory.path(), "units.csv", UNITS);
    let successors = written(directory.path(), "successors.csv", SUCCESSORS);

    let bad = UNITS.replace("phường,51", "phường,99");
    let bad = written(directory.path(), "bad.csv", &bad);
    let (code, _, error) = json(&["places", "import", &bad, &successors]);
    assert_eq!(code, 3, "refused");
    assert!(
        error.contains("21990") && error.contains("21991"),
        "all that is wrong: {error}"
    );

    let (_, dry, _) = json(&["places", "import", &units, &successors, "--dry-run"]);
    assert_eq!(changed(&dry), 3);
    assert_ne!(json(&["places", "show", "21990"]).0, 0, "nothing is kept");
    let (_, done, _) = json(&["places", "import", &units, &successors]);
    assert_eq!(changed(&done), 3);
    let (_, again, _) = json(&["places", "import", &units, &successors]);
    assert_eq!((changed(&again), &again["known"]), (0, &done["known"]));
    let (_, shown, _) = json(&["places", "show", "21040", "--on", "2026-09-30"]);
    let possible = shown["possible"].as_array().unwrap().iter();
    let possible: Vec<&str> = possible.filter_map(|unit| unit["code"].as_str()).collect();
    assert_eq!(possible, ["21990", "21991"]);
}
