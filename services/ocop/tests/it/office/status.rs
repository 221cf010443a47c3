//! Whether the system is well: `ocop status` and `ocop doctor`.

use ocop_harness::eventually;
use ocop_proto::topology;

use super::System;

#[tokio::test]
async fn status_says_what_runs_and_what_to_do() {
    let system = System::start();
    let status = eventually("every service to be ready", async || {
        let status = system.json(&["status"]);
        status["problems"]
            .as_array()
            .unwrap()
            .is_empty()
            .then_some(status)
    })
    .await;
    let services = status["services"].as_array().unwrap();
    assert_eq!(services.len(), 3);
    for service in services {
        assert_eq!(service["ready"], true);
        assert_eq!(service["version"], env!("CARGO_PKG_VERSION"));
        assert_eq!(service["dead_letters"], 0);
        assert_eq!(service["dependencies"]["database"]["up"], true);
    }
    let (code, text, _) = system.ocop(&["status"]);
    assert_eq!(code, 0);
    assert!(text.contains("Everything runs"), "{text}");
    let (code, text, _) = system.ocop(&["status", "--admin", "promotion=127.0.0.1:1"]);
    assert_eq!(code, 1);
    assert!(text.contains("promotion does not answer"), "{text}");
}

#[tokio::test]
async fn doctor_finds_every_stream_and_consumer_and_says_which_check_was_not_made() {
    let system = System::start();
    let found = eventually("every check to be good", async || {
        let found = system.json(&["doctor"]);
        (found["bad"] == 0).then_some(found)
    })
    .await;
    let checks = found["checks"].as_array().unwrap();
    let made = |what: &str| {
        let named = checks.iter().filter(|check| check["what"] == what);
        named.filter(|check| check["result"] == "good").count()
    };
    assert_eq!([made("reachable"), made("calls"), made("clock")], [3, 3, 3]);
    let consumers = topology::SERVICES
        .iter()
        .map(|service| service.consumers.len());
    assert_eq!(
        [made("streams"), made("consumers"), made("migrations")],
        [6, consumers.sum(), 3]
    );

    let nats = format!("nats://{}", system.up.nats());
    let (code, text, _) = system.ocop(&["doctor", "--nats", &nats]);
    assert_eq!(code, 0);
    assert!(text.contains("OCOP_NATS_CATALOG"), "{text}");
    let (code, text, _) = system.ocop(&["doctor", "--admin", "catalog=127.0.0.1:1"]);
    assert_eq!(code, 1);
    assert!(text.contains("catalog does not answer"), "{text}");
}
