//! The demonstration.

use crate::program::{ocop, run};

#[test]
fn the_journey_plays_through_and_every_party_agrees() {
    let directory = tempfile::tempdir().expect("a directory");
    let (code, stdout, error) = run(ocop(directory.path()).args(["--json", "demo"]));
    assert_eq!(code, 0, "{stdout}{error}");
    let answer: serde_json::Value = serde_json::from_str(&stdout).expect("JSON");
    assert_eq!(answer["agree"], true);
    assert_eq!(answer["parties"].as_array().expect("parties").len(), 4);
}

#[test]
fn the_journey_ends_with_an_error_when_there_is_no_broker_to_start() {
    let directory = tempfile::tempdir().expect("a directory");
    let (code, _, error) =
        run(ocop(directory.path()).args(["demo", "--nats-server", "/no/such/nats-server"]));
    assert_eq!(code, 5);
    assert!(
        error.contains("/no/such/nats-server cannot be run"),
        "{error}"
    );
}
