//! The receivers that partners start from (`tests/receivers/`, shown in PARTNERS.md), as far as their languages are installed.

use std::path::{Path, PathBuf};
use std::process::{Command as Blocking, Stdio};

use ocop_harness::{eventually, free_port, is_installed, on_both_engines};
use ocop_proto::promotion::v1 as proto;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::process::Command;

use crate::fixture::{Fixture, certificate, id};

fn receivers() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/receivers")
}

/// The commands that start the receivers, of the languages that are installed. Python is needed by other tests anyway.
fn commands(folder: &Path) -> Vec<Vec<String>> {
    let file = |name: &str| receivers().join(name).display().to_string();
    let mut commands = vec![vec!["python3".to_owned(), file("receiver.py")]];
    if is_installed("node") {
        commands.push(vec!["node".to_owned(), file("receiver.mjs")]);
    }
    if is_installed("java") {
        commands.push(vec!["java".to_owned(), file("Receiver.java")]);
    }
    if is_installed("go") {
        let program = folder.join("receiver").display().to_string();
        let built = Blocking::new("go")
            .args(["build", "-o", &program, &file("receiver.go")])
            .status()
            .unwrap();
        assert!(built.success(), "receiver.go does not build");
        commands.push(vec![program]);
    }
    commands
}

/// Subscribes a receiver, starts it, and looks whether it takes an event and gives back a challenge.
async fn takes(fixture: &Fixture, partner: &proto::Partner, n: u128, command: &[String]) -> Value {
    let port = free_port();
    let request = proto::CreateSubscriptionRequest {
        request_id: id(100 + n),
        partner_id: partner.id.clone(),
        url: format!("http://127.0.0.1:{port}/ocop"),
        ..Default::default()
    };
    let mut officer = fixture.webhook_officer();
    let made = officer.create_subscription(request).await.unwrap();
    let made = made.into_inner();
    let subscription = made.subscription.unwrap().id;
    let (program, arguments) = command.split_first().unwrap();
    let mut process = Command::new(program)
        .args(arguments)
        .env("OCOP_WEBHOOK_SECRET", format!("whsec_AAAA {}", made.secret))
        // The clock of the test stands.
        .env("OCOP_WEBHOOK_TOLERANCE", "1000000000")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("PORT", port.to_string())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    eventually("the receiver to listen", async || {
        TcpStream::connect(("127.0.0.1", port)).await.map(drop)
    })
    .await;
    let test = proto::TestSubscriptionRequest {
        id: subscription.clone(),
    };
    let tested = officer.test_subscription(test).await.unwrap().into_inner();
    assert!(tested.challenge_returned, "{command:?}: {tested:?}");
    let recover = proto::RecoverDeliveriesRequest {
        request_id: id(200 + n),
        id: subscription.clone(),
        since: Some(pbjson_types::Timestamp::default()),
    };
    officer.recover_deliveries(recover).await.unwrap();
    let delivery = fixture.after(1, &subscription).await;
    assert_eq!(
        delivery.state(),
        proto::DeliveryState::Delivered,
        "{command:?}: {delivery:?}"
    );
    let line = lines.next_line().await.unwrap().unwrap();
    serde_json::from_str(&line).unwrap()
}

on_both_engines!(
    the_receivers_shown_to_partners_take_events_and_give_back_the_challenge,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let partner = fixture.supermarket().await;
        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2026-06-15"))
            .await;
        fixture.listing(1, proto::ListingState::Open, 3).await;
        let folder = tempfile::tempdir().unwrap();
        for (n, command) in (0..).zip(commands(folder.path())) {
            let event = takes(&fixture, &partner, n, &command).await;
            assert_eq!(
                event["type"], "ocop.promotion.match.opened.v1",
                "{command:?}"
            );
            assert_eq!(
                event["data"]["productName"], "Nước mắm Mười Quý",
                "{command:?}"
            );
        }
    }
);
