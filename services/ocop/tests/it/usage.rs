//! What is said of words that cannot be, of answers that cannot be written, and where nothing runs.

use std::fs;

use crate::program::{ocop, run};

#[test]
fn a_token_in_a_scope_that_its_role_does_not_have_is_not_made() {
    let directory = tempfile::tempdir().expect("a directory");
    let words = ["token", "--role", "partner", "--scope", "province:51"];
    let (code, _, error) = run(ocop(directory.path()).args(words));
    assert_ne!(code, 0);
    assert!(
        error.contains("partner is not held in province:51") && error.contains("partner:<id>"),
        "{error}"
    );
}

#[test]
fn words_that_mean_nothing_are_refused_with_those_that_do() {
    let directory = tempfile::tempdir().expect("a directory");
    let refused: [(&[&str], &str); 7] = [
        (&["progress", "--as-of", "14/07/2026"], "YYYY-MM-DD"),
        (&["progress", "--province", "5"], "51"),
        (&["dossiers", "list", "--state", "lost"], "commune_endorsed"),
        (&["evidence", "list", "--kind", "diploma"], "test_results"),
        (&["audit", "list", "--from", "noon"], "YYYY-MM-DDThh:mm:ssZ"),
        (
            &["replay", "catalog", "--aggregate-type", "dossier"],
            "product",
        ),
        (
            &["verify", "--product", "51-533-M01-2019"],
            "not the id of a product",
        ),
    ];
    for (words, possible) in refused {
        let (code, _, error) = run(ocop(directory.path()).args(words));
        assert_eq!(code, 2, "{words:?}: {error}");
        assert!(error.contains(possible), "{words:?}: {error}");
    }
}

#[test]
fn an_answer_that_cannot_be_written_is_an_error() {
    let directory = tempfile::tempdir().expect("a directory");
    let answers: [&[&str]; 3] = [&["completions", "bash"], &["--help"], &["up", "--help"]];
    for words in answers {
        let full = fs::OpenOptions::new().write(true).open("/dev/full");
        let mut command = ocop(directory.path());
        command.args(words).stdout(full.expect("Linux has it"));
        let output = command.output().expect("ocop runs");
        assert_eq!(output.status.code(), Some(5), "{words:?}");
        let error = String::from_utf8(output.stderr).expect("UTF-8");
        assert!(error.contains("cannot write the answer"), "{error}");
    }

    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let mut command = ocop(directory.path());
    command.args(["completions", "bash"]).stdout(writer);
    let output = command.output().expect("ocop runs");
    assert_eq!(
        output.status.code(),
        Some(5),
        "whoever reads has not got all of it"
    );
    assert_eq!(output.stderr, b"");
}

#[test]
fn a_program_is_told_in_json_what_is_wrong_with_its_words() {
    let directory = tempfile::tempdir().expect("a directory");
    let wrong: [&[&str]; 3] = [
        &["--json", "progress", "--as-of", "noon"],
        &["kitchen", "--json"],
        &["--json", "token", "--role", "operator", "--valid-for", "0s"],
    ];
    for words in wrong {
        let (code, stdout, error) = run(ocop(directory.path()).args(words));
        assert_eq!((code, stdout.as_str()), (2, ""), "{words:?}");
        let error: serde_json::Value = serde_json::from_str(&error).expect("JSON");
        assert!(error["error"]["message"].is_string(), "{error}");
    }
    let log = ["up", "--log", "a=b=c"];
    let (code, _, error) = run(ocop(directory.path()).args(log));
    assert_eq!(code, 2, "{error}");
    assert!(
        error.contains("--log") && !error.contains("telemetry"),
        "{error}"
    );
}

#[test]
fn a_shell_learns_every_command() {
    let directory = tempfile::tempdir().expect("a directory");
    for shell in ["bash", "zsh", "fish"] {
        let (code, script, _) = run(ocop(directory.path()).args(["completions", shell]));
        assert_eq!(code, 0);
        for word in ["dossiers", "certificates", "completions"] {
            assert!(script.contains(word), "{word} is missing for {shell}");
        }
    }
}

#[test]
fn without_services_a_command_says_how_to_start_them() {
    let directory = tempfile::tempdir().expect("a directory");
    let (code, _, error) = run(ocop(directory.path()).arg("progress"));
    assert_eq!(code, 4);
    assert!(error.contains("`ocop up`"), "{error}");
    assert!(
        error.contains("--evaluation") && !error.contains("--catalog"),
        "{error}"
    );

    // Only the address of the service that is called, with a scheme and without.
    for nobody in ["http://127.0.0.1:1", "127.0.0.1:1"] {
        let away = ["--evaluation", nobody, "progress"];
        let (code, _, error) = run(ocop(directory.path()).args(away));
        assert_eq!(code, 4);
        assert!(error.contains("cannot be reached"), "{error}");
    }
    let (code, _, error) = run(ocop(directory.path()).args(["--evaluation", "a b", "progress"]));
    assert_eq!(code, 2);
    assert!(error.contains("127.0.0.1:7101"), "{error}");
}
