//! Both ports with TLS: with the right certificate, the wrong one, none, and one that is renewed.

use std::path::{Path, PathBuf};
use std::time::Duration;

use ocop_catalog::Catalog;
use ocop_chassis::clock::Clock;
use ocop_harness::certificates::{Authority, Issued, replace};
use ocop_harness::{NOON, Nats, Running, eventually, on_sqlite};
use ocop_proto::catalog::v1::ListPlacesRequest;
use ocop_proto::catalog::v1::catalog_service_client::CatalogServiceClient;
use tonic::transport::{Certificate, Channel, ClientTlsConfig, Endpoint, Identity};

const HERE: &[&str] = &["127.0.0.1", "catalog.ocop.example"];

/// A folder with the files of a server, and the authority that its clients trust.
struct Files {
    folder: tempfile::TempDir,
    authority: Authority,
}

impl Files {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            authority: Authority::new(),
        }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn serve(&self, issued: &Issued) -> (PathBuf, PathBuf) {
        issued.write(self.path(), "server")
    }

    fn client_ca(&self, authority: &Authority) -> PathBuf {
        replace(self.path(), "client-ca.pem", authority.pem())
    }
}

/// Runs `body` with a catalog whose ports show the certificate of `files`, and ask for one of `client_ca`.
async fn served(files: &Files, client_ca: Option<&Authority>, body: impl AsyncFnOnce(&Running)) {
    on_sqlite(async |url: String| {
        let clock = Clock::fixed(NOON.parse().unwrap(), ocop_proto::VIET_NAM);
        let certificate = files.path().join("server.pem").display().to_string();
        let key = files.path().join("server.key").display().to_string();
        let client_ca = client_ca.map(|authority| files.client_ca(authority));
        let client_ca = client_ca.map_or(String::new(), |path| path.display().to_string());
        let more = [
            ("grpc.tls_certificate", certificate.as_str()),
            ("grpc.tls_key", &key),
            ("grpc.tls_client_ca", &client_ca),
            ("admin.tls_certificate", &certificate),
            ("admin.tls_key", &key),
            ("admin.tls_client_ca", &client_ca),
        ];
        let nats = Nats::shared().await.url();
        let running = Running::start_with::<Catalog>(&url, &nats, clock, &more).await;
        body(&running).await;
        running.stop().await;
    })
    .await;
}

/// What a client trusts, how it calls the server, and what it shows.
fn client(authority: &Authority, name: &str, shows: Option<&Issued>) -> ClientTlsConfig {
    let config = ClientTlsConfig::new()
        .ca_certificate(Certificate::from_pem(authority.pem()))
        .domain_name(name);
    match shows {
        Some(issued) => config.identity(Identity::from_pem(&issued.certificate, &issued.key)),
        None => config,
    }
}

fn channel(running: &Running, tls: ClientTlsConfig) -> Channel {
    let endpoint = Endpoint::from_shared(format!("https://{}", running.address())).unwrap();
    let endpoint = endpoint.connect_timeout(Duration::from_secs(10));
    endpoint.tls_config(tls).unwrap().connect_lazy()
}

async fn answers(channel: &Channel) -> bool {
    let mut client = CatalogServiceClient::new(channel.clone());
    client
        .list_places(ListPlacesRequest::default())
        .await
        .is_ok()
}

async fn lets_in(running: &Running, tls: ClientTlsConfig) -> bool {
    answers(&channel(running, tls)).await
}

/// Whether the port for operators answers a client that trusts `authority` and shows `shows`.
async fn admin_answers(running: &Running, authority: &Authority, shows: Option<&Issued>) -> bool {
    let root = reqwest::Certificate::from_pem(authority.pem().as_bytes()).unwrap();
    let client = reqwest::Client::builder().tls_certs_only([root]);
    let client = match shows {
        Some(issued) => {
            let pem = format!("{}{}", issued.certificate, issued.key);
            client.identity(reqwest::Identity::from_pem(pem.as_bytes()).unwrap())
        }
        None => client,
    };
    let url = format!("https://{}/health/live", running.admin());
    client.build().unwrap().get(url).send().await.is_ok()
}

#[tokio::test]
async fn callers_are_answered_if_they_trust_the_authority_and_call_the_server_by_its_name() {
    let files = Files::new();
    files.serve(&files.authority.issue(HERE));
    served(&files, None, async |running| {
        let authority = &files.authority;
        assert!(lets_in(running, client(authority, "127.0.0.1", None)).await);
        assert!(lets_in(running, client(authority, "catalog.ocop.example", None)).await);
        assert!(!lets_in(running, client(authority, "evaluation.ocop.example", None)).await);
        let stranger = Authority::new();
        assert!(!lets_in(running, client(&stranger, "127.0.0.1", None)).await);
        let plain = Endpoint::from_shared(format!("http://{}", running.address()));
        assert!(!answers(&plain.unwrap().connect_lazy()).await);
        assert!(admin_answers(running, authority, None).await);
        assert!(!admin_answers(running, &stranger, None).await);
    })
    .await;
}

#[tokio::test]
async fn callers_do_not_talk_to_a_server_whose_certificate_has_expired() {
    let files = Files::new();
    files.serve(&files.authority.issue_expired(HERE));
    served(&files, None, async |running| {
        assert!(!lets_in(running, client(&files.authority, "127.0.0.1", None)).await);
        assert!(!admin_answers(running, &files.authority, None).await);
    })
    .await;
}

#[tokio::test]
async fn a_server_that_asks_for_certificates_answers_only_those_of_its_authority() {
    let files = Files::new();
    files.serve(&files.authority.issue(HERE));
    let of_clients = Authority::new();
    served(&files, Some(&of_clients), async |running| {
        let show = |issued| client(&files.authority, "127.0.0.1", issued);
        let good = of_clients.issue(&["portal.ocop.example"]);
        assert!(lets_in(running, show(Some(&good))).await);
        assert!(admin_answers(running, &files.authority, Some(&good)).await);
        let strange = Authority::new().issue(&["portal.ocop.example"]);
        let expired = of_clients.issue_expired(&["portal.ocop.example"]);
        for bad in [None, Some(&strange), Some(&expired)] {
            assert!(!lets_in(running, show(bad)).await, "{bad:?}");
            assert!(
                !admin_answers(running, &files.authority, bad).await,
                "{bad:?}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_renewed_certificate_is_shown_to_new_connections_and_open_ones_go_on() {
    let files = Files::new();
    files.serve(&files.authority.issue(HERE));
    let of_clients = Authority::new();
    served(&files, Some(&of_clients), async |running| {
        let shown = of_clients.issue(&["portal.ocop.example"]);
        let before = client(&files.authority, "127.0.0.1", Some(&shown));
        let open = channel(running, before.clone());
        assert!(answers(&open).await);

        // Half of a renewal: a key that does not belong to the certificate. The one before stays.
        let (next, next_clients) = (Authority::new(), Authority::new());
        let renewed = next.issue(HERE);
        replace(files.path(), "server.key", &renewed.key);
        assert!(lets_in(running, before.clone()).await);

        files.serve(&renewed);
        files.client_ca(&next_clients);
        let shown = next_clients.issue(&["portal.ocop.example"]);
        let after = client(&next, "127.0.0.1", Some(&shown));
        eventually("the renewed certificate", async || {
            lets_in(running, after.clone()).await
        })
        .await;
        assert!(!lets_in(running, before).await);
        assert!(answers(&open).await, "it was open before");
    })
    .await;
}
