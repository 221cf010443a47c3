//! Inputs for tests that give readers what nobody meant: those that are kept in `tests/fuzz/corpus`, and ways to spoil
//! them.

use std::path::Path;

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestRunner, contextualize_config};

/// The inputs that are kept of a target, by the names of their files.
///
/// # Panics
/// When there are none.
#[must_use]
pub fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus");
    let files = std::fs::read_dir(folder.join(target)).expect("the target has a corpus");
    let mut inputs: Vec<_> = files
        .map(|file| {
            let file = file.expect("the folder is readable");
            let input = std::fs::read(file.path()).expect("the file is readable");
            (file.file_name().to_string_lossy().into_owned(), input)
        })
        .collect();
    inputs.sort();
    assert!(!inputs.is_empty(), "the corpus of {target} is empty");
    inputs
}

/// A runner that makes so many inputs up unless `PROPTEST_CASES` says otherwise.
#[must_use]
pub fn runner(cases: u32) -> TestRunner {
    TestRunner::new(contextualize_config(Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    }))
}

/// Texts of the corpus and made up ones.
pub fn texts() -> impl Strategy<Value = String> {
    let kept: Vec<String> = corpus("values")
        .into_iter()
        .flat_map(|(_, file)| {
            let file = String::from_utf8(file).expect("values are UTF-8");
            file.lines().map(text_of).collect::<Vec<_>>()
        })
        .collect();
    prop_oneof![
        4 => prop::sample::select(kept),
        1 => any::<String>(),
        1 => (any::<char>(), 1_usize..5_000).prop_map(|(one, times)| String::from(one).repeat(times)),
    ]
}

fn text_of(line: &str) -> String {
    serde_json::from_str(line).expect("a value is a JSON string")
}

/// A change of an input.
#[derive(Clone, Debug)]
pub enum Edit {
    /// Bytes are put in.
    Insert(Index, Vec<u8>),
    /// Bytes are left out.
    Remove(Index, usize),
    /// Bytes are overwritten.
    Overwrite(Index, Vec<u8>),
    /// Bytes come several times.
    Repeat(Index, usize, usize),
}

/// A few changes.
pub fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let bytes = || {
        prop_oneof![
            prop::collection::vec(any::<u8>(), 1..8),
            texts().prop_map(String::into_bytes),
        ]
    };
    let place = any::<Index>;
    let edit = prop_oneof![
        (place(), bytes()).prop_map(|(at, bytes)| Edit::Insert(at, bytes)),
        (place(), 1_usize..64).prop_map(|(at, length)| Edit::Remove(at, length)),
        (place(), bytes()).prop_map(|(at, bytes)| Edit::Overwrite(at, bytes)),
        (place(), 1_usize..64, 2_usize..20)
            .prop_map(|(at, length, times)| Edit::Repeat(at, length, times)),
    ];
    prop::collection::vec(edit, 0..4)
}

/// An input after changes.
#[must_use]
pub fn edited(input: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut bytes = input.to_vec();
    for edit in edits {
        let from = |at: &Index| at.index(bytes.len() + 1);
        match edit {
            Edit::Insert(at, new) => {
                let at = from(at);
                bytes.splice(at..at, new.iter().copied());
            }
            Edit::Remove(at, length) => {
                let at = from(at);
                let end = (at + length).min(bytes.len());
                bytes.drain(at..end);
            }
            Edit::Overwrite(at, new) => {
                let at = from(at);
                let end = (at + new.len()).min(bytes.len());
                bytes.splice(at..end, new.iter().copied());
            }
            Edit::Repeat(at, length, times) => {
                let at = from(at);
                let end = (at + length).min(bytes.len());
                let again = bytes[at..end].repeat(*times);
                bytes.splice(at..at, again);
            }
        }
    }
    bytes
}
