//! `ocop` with services that speak TLS and ask for a certificate.

use std::path::Path;

use ocop_catalog::Catalog;
use ocop_chassis::clock::Clock;
use ocop_harness::certificates::{Authority, Issued, replace};
use ocop_harness::{NOON, Running};
use ocop_identity::Role;
use serde_json::{Value, json};

use crate::program::{ocop, run};

/// `ocop audit list` of a catalog, which trusts `authority` and shows `shows`: the exit code, and what it prints.
fn ask(
    catalog: &Running,
    folder: &Path,
    authority: &Authority,
    shows: Option<&Issued>,
) -> (i32, String) {
    let address = format!("https://{}", catalog.address());
    let trusted = replace(folder, "trusted.pem", authority.pem());
    let mut command = ocop(folder);
    for service in ["--catalog", "--evaluation", "--promotion"] {
        command.args([service, &address]);
    }
    command.arg("--ca").arg(trusted);
    if let Some(issued) = shows {
        let (certificate, key) = issued.write(folder, "shown");
        command.arg("--client-certificate").arg(certificate);
        command.arg("--client-key").arg(key);
    }
    let token = catalog.token("kiều", Role::Auditor, "*");
    let command = command.args(["--json", "--token", &token]);
    let (code, stdout, error) = run(command.args(["audit", "list", "--service", "catalog"]));
    (code, format!("{stdout}{error}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_certificate_is_shown_to_services_that_ask_for_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let (of_server, of_clients) = (Authority::new(), Authority::new());
    let (certificate, key) = of_server.issue(&["127.0.0.1"]).write(path, "server");
    let client_ca = replace(path, "client-ca.pem", of_clients.pem());
    let database = format!("sqlite://{}", path.join("catalog.db").display());
    let text = |path: &Path| path.display().to_string();
    let more = [
        ("grpc.tls_certificate", &*text(&certificate)),
        ("grpc.tls_key", &text(&key)),
        ("grpc.tls_client_ca", &text(&client_ca)),
    ];
    let clock = Clock::fixed(NOON.parse().unwrap(), ocop_proto::VIET_NAM);
    let nowhere = "nats://127.0.0.1:1";
    let catalog = Running::start_with::<Catalog>(&database, nowhere, clock, &more).await;

    let good = of_clients.issue(&["office.ocop.example"]);
    let (code, said) = ask(&catalog, path, &of_server, Some(&good));
    assert_eq!(code, 0, "{said}");
    let listed: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(listed, json!({"entries": [], "more": false}));
    let stranger = Authority::new();
    let of_stranger = stranger.issue(&["office.ocop.example"]);
    let expired = of_clients.issue_expired(&["office.ocop.example"]);
    for (authority, shows) in [
        (&of_server, None),
        (&of_server, Some(&of_stranger)),
        (&of_server, Some(&expired)),
        (&stranger, Some(&good)),
    ] {
        let (code, said) = ask(&catalog, path, authority, shows);
        assert_eq!(code, 4, "{said}");
        assert!(said.contains("UNAVAILABLE"), "{said}");
    }
    catalog.stop().await;
}

#[test]
fn a_client_certificate_is_not_taken_without_its_key() {
    let folder = tempfile::tempdir().unwrap();
    let (code, _, error) =
        run(ocop(folder.path()).args(["--client-certificate", "a.pem", "audit", "list"]));
    assert_eq!(code, 2, "{error}");
    assert!(error.contains("--client-key"), "{error}");
}
