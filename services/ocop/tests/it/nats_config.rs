//! `ocop nats-config`: a real broker takes what it prints, and lets each user do what it needs and no more.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use async_nats::{Client, ConnectOptions, jetstream};
use ocop_chassis::config::Secret;
use ocop_chassis::messaging::Settings;
use ocop_chassis::messaging::set_up::SetUp;
use ocop_harness::Nats;
use ocop_proto::topology::SERVICES;

use crate::program::{ocop, run};

/// What the command prints.
fn printed(options: &[&str]) -> String {
    let directory = tempfile::tempdir().unwrap();
    let (code, out, error) = run(ocop(directory.path()).arg("nats-config").args(options));
    assert_eq!(code, 0, "{error}");
    out
}

/// A broker with the printed configuration. The passwords stand before it, where the server finds variables as well as in its
/// environment.
async fn broker() -> (Nats, BTreeMap<String, String>) {
    let passwords: BTreeMap<String, String> = printed(&["--passwords"])
        .lines()
        .map(|line| {
            let (name, value) = line.split_once('=').unwrap();
            (name.to_owned(), value.to_owned())
        })
        .collect();
    let used = passwords
        .iter()
        .filter(|(name, _)| !name.ends_with("_SEED"));
    let variables: String = used
        .map(|(name, value)| format!("{name}: {value}\n"))
        .collect();
    let nats = Nats::start_with(&format!("{variables}{}", printed(&[]))).await;
    (nats, passwords)
}

async fn user(nats: &Nats, user: &str, password: &str, inbox: &str) -> Client {
    ConnectOptions::with_user_and_password(user.to_owned(), password.to_owned())
        .custom_inbox_prefix(format!("_INBOX_{inbox}"))
        .connect(nats.url())
        .await
        .unwrap_or_else(|error| panic!("{user} is let in: {error}"))
}

fn for_set_up(nats: &Nats, user: &str, password: &str) -> Settings {
    Settings {
        url: nats.url(),
        user: String::new(),
        password: Secret::new(""),
        credentials: String::new(),
        setup_user: user.to_owned(),
        setup_password: Secret::new(password),
        setup_credentials: String::new(),
        ca: None,
        tls_certificate: None,
        tls_key: None,
        replicas: 1,
        keep_days: 30,
        batch: 500,
        poll_ms: 50,
        compare_seconds: 60,
        ack_seconds: 5,
        max_parked_per_aggregate: 1_000,
        max_parked: 10_000,
    }
}

#[tokio::test]
async fn a_broker_takes_what_is_printed_and_each_service_gets_its_streams_and_its_subjects() {
    let (nats, passwords) = broker().await;
    for service in &SERVICES {
        let name = service.name;
        let variable = format!("OCOP_NATS_{}_SETUP", name.to_uppercase());
        let settings = for_set_up(&nats, &format!("{name}-setup"), &passwords[&variable]);
        let readers = service.read_by().copied();
        let set_up = SetUp::connect(&settings, name, readers).await.unwrap();
        set_up.bring_up_to_date().await.unwrap();
    }
    for service in &SERVICES {
        let name = service.name;
        let password = &passwords[&format!("OCOP_NATS_{}", name.to_uppercase())];
        let client = user(&nats, name, password, name).await;
        let context = jetstream::ContextBuilder::new()
            .timeout(Duration::from_secs(5))
            .build(client);
        let own = format!("ocop.{name}.v1.{}.made", service.publishes[0]);
        let sent = context.publish(own, "Lý Sơn".into()).await.unwrap();
        assert_eq!(sent.await.unwrap().stream, service.stream());
        for consumer in service.consumers {
            let stream = context
                .get_stream_no_info(service_of(consumer.publisher))
                .await
                .unwrap();
            let found: jetstream::consumer::PullConsumer =
                stream.get_consumer(consumer.name).await.unwrap();
            assert_eq!(found.cached_info().name, consumer.name);
        }
    }
}

fn service_of(publisher: &str) -> String {
    ocop_proto::topology::stream(publisher)
}

#[tokio::test]
async fn nobody_is_let_in_with_a_password_of_another_or_without_one() {
    let (nats, passwords) = broker().await;
    let other = passwords["OCOP_NATS_PROMOTION"].clone();
    let wrong = ConnectOptions::with_user_and_password("catalog".to_owned(), other);
    assert!(wrong.connect(nats.url()).await.is_err());
    assert!(async_nats::connect(nats.url()).await.is_err());
}

#[test]
fn the_cluster_is_given_what_is_printed() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../deploy/kubernetes/components/nats/accounts.conf");
    let kept = std::fs::read_to_string(&kept).unwrap();
    assert_eq!(kept, printed(&[]), "`make docs` writes it");
}
