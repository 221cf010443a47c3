//! `ocop up`: alone on its directory, going on where it was, leaving nothing behind.

use ocop_harness::eventually;
use tokio::net::TcpStream;

use crate::program::{Up, ocop, run};

const REGISTER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/demo/quang-ngai-2022.csv");

#[tokio::test]
async fn a_killed_ocop_leaves_no_broker_behind() {
    let directory = tempfile::tempdir().expect("a directory");
    let up = Up::start(directory.path());
    let nats = up.nats();
    assert!(TcpStream::connect(&nats).await.is_ok());
    up.kill();
    eventually("the broker to be gone", async || {
        TcpStream::connect(&nats).await.err()
    })
    .await;
}

#[test]
fn a_second_up_on_the_same_directory_is_refused_while_the_first_runs() {
    let directory = tempfile::tempdir().expect("a directory");
    let _first = Up::start(directory.path());
    let (code, _, error) = run(ocop(directory.path()).args(["up", "--ports", "free"]));
    assert_eq!(code, 5);
    assert!(error.contains("another `ocop up` runs on"), "{error}");
}

#[test]
fn an_interrupted_up_drains_and_the_next_one_goes_on_where_it_was() {
    let directory = tempfile::tempdir().expect("a directory");
    let first = Up::start(directory.path());
    let (code, stdout, error) = run(ocop(directory.path()).args(["--json", "import", REGISTER]));
    assert_eq!(code, 0, "{stdout}{error}");
    assert_eq!(counted(&stdout, "new"), [31, 61, 61]);
    assert_eq!(first.interrupt(), 0);

    let second = Up::start(directory.path());
    let (code, stdout, error) = run(ocop(directory.path()).args(["--json", "import", REGISTER]));
    assert_eq!(code, 0, "{stdout}{error}");
    assert_eq!(counted(&stdout, "new"), [0, 0, 0]);
    assert_eq!(counted(&stdout, "unchanged"), [31, 61, 61]);
    assert_eq!(second.interrupt(), 0);
}

#[test]
fn a_port_that_is_taken_is_named_with_what_to_do() {
    let directory = tempfile::tempdir().expect("a directory");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let words = ["up", "--ports", "free", "--catalog-port", &port];
    let (code, _, error) = run(ocop(directory.path()).args(words));
    assert_eq!(code, 5);
    assert!(
        error.contains(&port) && error.contains("--ports free"),
        "{error}"
    );
}

fn counted(stdout: &str, what: &str) -> [u64; 3] {
    let answer: serde_json::Value = serde_json::from_str(stdout).expect("JSON");
    ["producers", "products", "certificates"].map(|of| answer[of][what].as_u64().expect("a count"))
}

#[test]
fn up_with_the_demo_has_two_registers_of_quang_ngai_to_look_at_and_takes_them_once() {
    let directory = tempfile::tempdir().expect("a directory");
    let up = Up::start_with(directory.path(), &["--demo"]);
    let new = |up: &Up| {
        let loaded = up.started["loaded"].as_array().expect("what was loaded");
        let counted = loaded
            .iter()
            .map(|one| ["producers", "products", "certificates"].map(|of| one[of]["new"].as_u64()));
        counted.collect::<Vec<_>>()
    };
    let (old, today) = ([31, 61, 61].map(Some), [347, 642, 642].map(Some));
    assert_eq!(new(&up), [old, today]);

    let json = |words: &[&str]| -> serde_json::Value {
        let (code, stdout, error) = run(ocop(directory.path()).arg("--json").args(words));
        assert_eq!(code, 0, "{stdout}{error}");
        serde_json::from_str(&stdout).expect("JSON")
    };
    // What the province reported in September 2025.
    let progress = json(&["progress", "--as-of", "2025-09-30", "--province", "51"]);
    assert_eq!(progress["total"], 642);
    let stars = progress["by"]["star"].as_array().expect("by star").iter();
    let mut stars: Vec<_> = stars
        .map(|row| (row["key"].as_str(), row["count"].as_u64()))
        .collect();
    stars.sort_unstable();
    let expected = [
        (Some("3"), Some(592)),
        (Some("4"), Some(48)),
        (Some("5"), Some(2)),
    ];
    assert_eq!(stars, expected);
    let before = [
        "--as-of",
        "2025-06-30",
        "--province",
        "51",
        "--in-units-of",
        "2025-06-30",
    ];
    let before = json(&[&["progress"], &before[..]].concat());
    let total = before["total"].as_u64().expect("a count");
    assert!((1..642).contains(&total), "without Kon Tum: {total}");
    let found = json(&["products", "list", "ca phe"]);
    let found = found["products"].as_array().expect("products");
    assert!(!found.is_empty());

    assert_eq!(up.interrupt(), 0);
    let again = Up::start_with(directory.path(), &["--demo"]);
    assert_eq!(new(&again), [[0, 0, 0].map(Some); 2]);
    assert_eq!(again.interrupt(), 0);
}
