//! Every metric says what it means.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The names of the metrics in the code under a folder, its tests left out.
fn used(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() && name != "tests" {
            used(&path, names);
        } else if path.extension().is_some_and(|end| end == "rs") && name != "tests.rs" {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
            for macro_name in ["counter!(", "gauge!(", "histogram!("] {
                for call in code.split(macro_name).skip(1) {
                    let literal = call.split('"').nth(1).unwrap();
                    names.insert(literal.to_owned());
                }
            }
        }
    }
}

#[test]
fn every_metric_has_a_description_and_every_description_a_metric() {
    let services = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../services");
    let mut names = BTreeSet::new();
    used(&services, &mut names);
    let described: BTreeSet<String> = [
        ocop_chassis::telemetry::METRICS,
        ocop_evaluation::METRICS,
        ocop_promotion::METRICS,
    ]
    .into_iter()
    .flatten()
    .map(|(name, _)| (*name).to_owned())
    .collect();
    assert!(names.len() > 20, "{names:?}");
    assert_eq!(names, described);
}
