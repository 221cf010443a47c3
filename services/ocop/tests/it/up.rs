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
