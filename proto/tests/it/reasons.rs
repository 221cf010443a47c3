//! Clients read the reason of an error, so the README names every reason that the code can give, in the table of its
//! service, and none that it cannot.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Words in capitals that stand in the sources and are no reasons: units of measure, names of variables, of streams and of file types.
const NO_REASONS: [&str; 22] = [
    "ALARM_CONDITION",
    "BTT",
    "CARGO_PKG_VERSION",
    "ERROR_CONDITION",
    "FULL",
    "GRM",
    "III",
    "INFO",
    "JWT",
    "KGM",
    "LTR",
    "MIGR",
    "MLT",
    "OUT_DIR",
    "RIFF",
    "SDT",
    "TNE",
    "UPPERCASE",
    "URL",
    "VND",
    "WAL",
    "WEBP",
];

/// The codes of gRPC by name.
const CODES: [&str; 14] = [
    "ABORTED",
    "ALREADY_EXISTS",
    "CANCELLED",
    "DATA_LOSS",
    "DEADLINE_EXCEEDED",
    "FAILED_PRECONDITION",
    "INVALID_ARGUMENT",
    "NOT_FOUND",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "UNAUTHENTICATED",
    "UNAVAILABLE",
    "UNIMPLEMENTED",
    "UNKNOWN",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The words of at least three capitals, digits and underscores that stand between two marks, such as `"OUT_OF_RANGE"`.
fn words(text: &str, mark: char) -> BTreeSet<String> {
    let is_word = |word: &&str| {
        word.len() > 2
            && word.starts_with(|first: char| first.is_ascii_uppercase())
            && word
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
    };
    text.split(mark)
        .filter(is_word)
        .map(str::to_owned)
        .collect()
}

/// The words of all sources in a folder, without those of tests.
fn in_sources(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "tests" {
            found.extend(in_sources(&path));
        } else if name.ends_with(".rs") && name != "tests.rs" {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
            found.extend(words(code, '"'));
        }
    }
    found
}

/// What can be a reason among the words of some folders.
fn given(folders: &[&str]) -> BTreeSet<String> {
    let folders = folders.iter().map(|folder| root().join(folder));
    let found = folders.flat_map(|folder| in_sources(&folder));
    let no_reason = |word: &String| {
        let word = word.as_str();
        let is_stream = word.starts_with("OCOP_");
        NO_REASONS.contains(&word) || CODES.contains(&word) || is_stream
    };
    found.filter(|word| !no_reason(word)).collect()
}

/// What the README names as reasons under a heading, up to the next.
fn documented(heading: &str) -> BTreeSet<String> {
    let readme = fs::read_to_string(root().join("proto/README.md")).unwrap();
    let (_, section) = readme.split_once(&format!("\n{heading}\n")).unwrap();
    let section = section.split("\n#").next().unwrap();
    words(section, '`')
}

#[test]
fn every_reason_that_a_service_gives_stands_in_its_table_and_no_other_does() {
    let of_all = documented("## Errors");
    let shared = given(&["services/chassis/src", "services/identity"]);
    for (service, heading) in [
        ("catalog", "### Catalog"),
        ("evaluation", "### Evaluation"),
        ("promotion", "### Promotion"),
    ] {
        let sources = format!("services/{service}/src");
        let domain = format!("services/{service}/domain/src");
        let own = given(&[&sources, &domain]);
        let table = documented(heading);
        let missing: Vec<_> = own.difference(&table).collect();
        let missing: Vec<_> = missing
            .into_iter()
            .filter(|word| !of_all.contains(*word))
            .collect();
        assert!(missing.is_empty(), "{service} gives {missing:?}");
        let strange: Vec<_> = table.difference(&own).collect();
        let strange: Vec<_> = strange
            .into_iter()
            .filter(|word| !shared.contains(*word))
            .collect();
        assert!(strange.is_empty(), "{service} never gives {strange:?}");
    }
}

#[test]
fn every_reason_that_all_services_give_stands_in_the_table_of_all() {
    let answers = given(&["services/chassis/src/grpc", "services/chassis/src/database"]);
    let named: BTreeSet<String> = documented("## Errors")
        .into_iter()
        .chain(documented("### Operations"))
        .collect();
    let missing: Vec<_> = answers.difference(&named).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let services = [
        "services/catalog",
        "services/evaluation",
        "services/promotion",
    ];
    let own = services.map(|service| format!("{service}/src"));
    let everywhere: Vec<&str> = own.iter().map(String::as_str).collect();
    let everywhere = [
        everywhere.as_slice(),
        &["services/chassis/src", "services/identity"],
    ]
    .concat();
    let given = given(&everywhere);
    let strange: Vec<_> = named.difference(&given).collect();
    assert!(strange.is_empty(), "nobody gives {strange:?}");
}
