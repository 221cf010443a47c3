//! NATS and PostgreSQL with TLS, as clients of which the services see them.

use std::path::Path;
use std::sync::atomic::Ordering;

use ocop_chassis::config::Secret;
use ocop_chassis::database::{self, Database};
use ocop_chassis::messaging::{self, connect};
use ocop_chassis::tls::install_provider;
use ocop_harness::certificates::{Authority, Issued, replace};
use ocop_harness::{Nats, Postgres, eventually};

use crate::setup::settings;

const HERE: &[&str] = &["127.0.0.1"];

/// A nats-server that shows a certificate and asks for one of `clients`.
async fn nats(folder: &Path, shows: &Issued, clients: &Authority) -> Nats {
    let (certificate, key) = shows.write(folder, "nats");
    let ca = replace(folder, "nats-clients.pem", clients.pem());
    Nats::start_with(&format!(
        "tls {{ cert_file: {certificate:?}, key_file: {key:?}, ca_file: {ca:?}, verify: true }}\n"
    ))
    .await
}

/// The settings of a client that trusts `ca` and shows `shows`.
fn of_client(nats: &Nats, folder: &Path, ca: &Authority, shows: &Issued) -> messaging::Settings {
    let (certificate, key) = shows.write(folder, "client");
    messaging::Settings {
        ca: Some(replace(folder, "ca.pem", ca.pem())),
        tls_certificate: Some(certificate),
        tls_key: Some(key),
        ..settings(&nats.url())
    }
}

#[tokio::test]
async fn nats_is_spoken_to_if_both_sides_show_what_the_other_trusts() {
    install_provider();
    let folder = tempfile::tempdir().unwrap();
    let (authority, stranger) = (Authority::new(), Authority::new());
    let nats = nats(folder.path(), &authority.issue(HERE), &authority).await;
    let good = authority.issue(&["catalog"]);
    for (ca, shows) in [
        (&stranger, good.clone()),
        (&authority, stranger.issue(&["catalog"])),
        (&authority, authority.issue_expired(&["catalog"])),
    ] {
        let settings = of_client(&nats, folder.path(), ca, &shows);
        let options = messaging::options(&settings, "catalog").await.unwrap();
        assert!(options.connect(nats.url()).await.is_err());
    }
    let settings = of_client(&nats, folder.path(), &authority, &good);
    let client = connect(&settings, "catalog").await.unwrap();
    let connections = async |many| {
        eventually("a connection", async || {
            client.statistics().connects.load(Ordering::Relaxed) == many
        })
        .await;
    };
    connections(1).await;

    // Renewed on both sides while the connection is open: the next one is made with the new files.
    let next = Authority::new();
    next.issue(HERE).write(folder.path(), "nats");
    replace(folder.path(), "nats-clients.pem", next.pem());
    of_client(&nats, folder.path(), &next, &next.issue(&["catalog"]));
    nats.restart().await;
    connections(2).await;
}

#[tokio::test]
async fn nats_is_not_spoken_to_by_another_name_than_its_own_nor_with_an_expired_certificate() {
    install_provider();
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::new();
    let shown = authority.issue(&["catalog"]);
    for shows in [
        authority.issue(&["nats.ocop.example"]),
        authority.issue_expired(HERE),
    ] {
        let nats = nats(folder.path(), &shows, &authority).await;
        let settings = of_client(&nats, folder.path(), &authority, &shown);
        let options = messaging::options(&settings, "catalog").await.unwrap();
        assert!(options.connect(nats.url()).await.is_err());
    }
}

/// Whether a database can be opened with these parameters of its URL.
async fn opens(url: &str, parameters: &str) -> bool {
    let settings = database::Settings {
        url: Secret::new(format!("{url}?{parameters}")),
        ..crate::setup::database_settings(url)
    };
    match Database::open(&settings).await {
        Ok(database) => database.ping().await.is_ok(),
        Err(_) => false,
    }
}

#[tokio::test]
async fn postgresql_is_spoken_to_if_both_sides_show_what_the_other_trusts() {
    install_provider();
    let folder = tempfile::tempdir().unwrap();
    let cluster = Postgres::start().await;
    let (authority, stranger) = (Authority::new(), Authority::new());
    let url = cluster.create_database().await;
    cluster.show(&authority.issue(HERE), &authority).await;

    let trusted = replace(folder.path(), "ca.pem", authority.pem());
    let other = replace(folder.path(), "stranger.pem", stranger.pem());
    let shows = |name: &str, issued: Issued| {
        let (certificate, key) = issued.write(folder.path(), name);
        format!("sslcert={}&sslkey={}", certificate.display(), key.display())
    };
    let good = shows("good", authority.issue(&["ocop"]));
    let strange = shows("strange", stranger.issue(&["ocop"]));
    let expired = shows("expired", authority.issue_expired(&["ocop"]));
    let (trusted, other) = (trusted.display(), other.display());
    let verified = format!("sslmode=verify-full&sslrootcert={trusted}");
    assert!(opens(&url, &format!("{verified}&{good}")).await);
    assert!(
        !opens(
            &url,
            &format!("sslmode=verify-full&sslrootcert={other}&{good}")
        )
        .await
    );
    assert!(!opens(&url, &format!("{verified}&{strange}")).await);
    assert!(!opens(&url, &format!("{verified}&{expired}")).await);
    assert!(!opens(&url, &verified).await, "it shows none");
    assert!(!opens(&url, "sslmode=disable").await);

    for wrong in [
        authority.issue(&["db.ocop.example"]),
        authority.issue_expired(HERE),
    ] {
        cluster.show(&wrong, &authority).await;
        assert!(!opens(&url, &format!("{verified}&{good}")).await);
    }
    cluster.show(&authority.issue(HERE), &authority).await;
    assert!(opens(&url, &format!("{verified}&{good}")).await);
}
