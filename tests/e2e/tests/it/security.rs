//! The page on security names tests that are there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The words of the code under a folder that may be names of tests.
fn words(folder: &Path, into: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            words(&path, into);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let of_file = text.split(|c: char| !c.is_alphanumeric() && c != '_');
            into.extend(of_file.filter(|word| word.contains('_')).map(str::to_owned));
        }
    }
}

#[test]
fn every_test_that_the_page_on_security_names_is_there() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut known = BTreeSet::new();
    for folder in ["proto", "services", "tests"] {
        words(&project.join(folder), &mut known);
    }
    let page = fs::read_to_string(project.join("SECURITY.md")).unwrap();
    let rows = page.lines().filter(|line| line.starts_with('|'));
    let mut named = 0;
    for row in rows.skip(2) {
        let tests = row.trim_end_matches(" |").rsplit('|').next().unwrap();
        for test in tests.split('`').skip(1).step_by(2) {
            assert!(known.contains(test), "there is no test {test}");
            named += 1;
        }
    }
    assert!(named > 20, "{named}");
}
