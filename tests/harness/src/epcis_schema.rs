//! The published JSON schema of EPCIS 2.0, by a validator of its own for Node.js.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::programs;

/// The published JSON schema of EPCIS 2.0.
#[derive(Debug)]
pub struct EpcisSchema {
    validator: PathBuf,
}

impl EpcisSchema {
    /// The schema that `make tools` installed. `None` if it or Node.js is not on this machine, which is said aloud: whoever
    /// reads the output knows that the test did not run.
    #[must_use]
    pub fn installed() -> Option<Self> {
        let validator = programs::epcis_schema();
        if validator.is_none() || !programs::is_installed("node") {
            eprintln!(
                "NOT RUN: the schema of EPCIS 2.0 is not on this machine (make tools), or Node.js is not"
            );
            return None;
        }
        validator.map(|validator| Self { validator })
    }

    /// Of each document why the schema refuses it; `None` if it does not.
    ///
    /// # Panics
    ///
    /// When a document is not JSON, or the validator fails.
    #[must_use]
    pub fn refused(&self, documents: &[String]) -> Vec<Option<String>> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/epcis_schema.cjs");
        let mut node = Command::new("node")
            .args([&script, &self.validator])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node starts");
        let mut input = node.stdin.take().expect("a pipe");
        let list = format!("[{}]", documents.join(","));
        input.write_all(list.as_bytes()).expect("node reads");
        drop(input);
        let done = node.wait_with_output().expect("node ends");
        assert!(done.status.success(), "its error stands above");
        let refused: Vec<Option<String>> =
            serde_json::from_slice(&done.stdout).expect("a list of reasons");
        assert_eq!(refused.len(), documents.len());
        refused
    }
}
