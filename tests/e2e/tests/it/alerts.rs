//! Each alert of `deploy/monitoring`, on running services and a real Prometheus: its condition does not hold, is brought about, and
//! holds. What an alert waits for (`for`) is left out, and where a condition is that much time has passed, the time that was
//! written down is set back. Without Prometheus, which is Debian's, the test prints that it did not run.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use futures::future::join_all;
use ocop_chassis::messaging::Event;
use ocop_harness::certificates::Authority;
use ocop_harness::{AlertRule, Prometheus, Receiver, Reply, eventually};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::catalog::v1::catalog_service_client::CatalogServiceClient;
use ocop_proto::evaluation::v1 as evaluation;
use ocop_proto::evaluation::v1::certificate_service_client::CertificateServiceClient;
use ocop_proto::evaluation::v1::dossier_service_client::DossierServiceClient;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tonic::Code;
use tonic::transport::Endpoint;
use uuid::Uuid;

use crate::callers::{a_partner, a_producer, certify, client, retry};
use crate::system::{SERVICES, System};

const CATALOG: usize = 0;
const EVALUATION: usize = 1;
const PROMOTION: usize = 2;

/// More failed handshakes than the alert lets pass in five minutes.
const HANDSHAKES: usize = 90;

/// Calls at once where one has a place.
const CROWD: usize = 32;

fn rules(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../deploy/monitoring/rules")
        .join(file)
}

/// What is watched, and which alerts were raised so far.
struct Watch {
    prometheus: Prometheus,
    raised: BTreeSet<String>,
}

impl Watch {
    /// The alerts of this name whose condition holds.
    async fn firing(&self, name: &str) -> Vec<AlertRule> {
        let alerts = self.prometheus.alerts().await.into_iter();
        alerts
            .filter(|rule| rule.firing && rule.name == name)
            .collect()
    }

    /// The condition of an alert does not hold yet, whatever else happened.
    async fn quiet(&self, name: &str) {
        assert_eq!(self.firing(name).await, [], "before it was brought about");
    }

    /// The condition of an alert comes to hold, in all its windows, while `meanwhile` is done again and again.
    async fn raised_by(&mut self, name: &str, mut meanwhile: impl AsyncFnMut()) {
        eventually(&format!("the alert {name}"), async || {
            meanwhile().await;
            let alerts = self.prometheus.alerts().await;
            let of_name: Vec<&AlertRule> = alerts.iter().filter(|rule| rule.name == name).collect();
            !of_name.is_empty() && of_name.iter().all(|rule| rule.firing)
        })
        .await;
        self.raised.insert(name.to_owned());
    }

    async fn raised(&mut self, name: &str) {
        self.raised_by(name, async || ()).await;
    }
}

/// Registers and certifies the n-th product.
async fn certified(system: &System, producer_id: &str, n: u128) -> String {
    let mut catalog = client(system, CATALOG, Role::OcopOffice, CatalogServiceClient::new);
    let mut evaluation = client(
        system,
        EVALUATION,
        Role::OcopOffice,
        CertificateServiceClient::new,
    );
    certify(&mut catalog, &mut evaluation, (producer_id, n)).await
}

/// Registers a product that nobody has certified.
async fn registered(system: &System, producer_id: &str, n: u128) {
    let mut office = client(system, CATALOG, Role::OcopOffice, CatalogServiceClient::new);
    let request = catalog::RegisterProductRequest {
        request_id: Uuid::from_u128(n).to_string(),
        product: Some(catalog::Product {
            producer_id: producer_id.to_owned(),
            criteria_set: 9,
            name: format!("Muối Sa Huỳnh số {n}"),
            place_code: "21040".to_owned(),
            ..Default::default()
        }),
    };
    retry("a product", async || {
        office.register_product(request.clone()).await
    })
    .await;
}

/// Publishes to the stream of the catalog what the catalog did not record.
async fn publish(system: &System, event: &Event) {
    let nats = async_nats::connect(system.nats.url()).await.unwrap();
    let jetstream = async_nats::jetstream::new(nats);
    let mut headers = event.headers();
    headers.insert("Nats-Msg-Id", event.id.to_string().as_str());
    let sent =
        jetstream.publish_with_headers(event.subject.clone(), headers, event.data.clone().into());
    sent.await.unwrap().await.unwrap();
}

/// The newest event of a product.
async fn newest_of_a_product(system: &System) -> Event {
    let nats = async_nats::connect(system.nats.url()).await.unwrap();
    let stream = async_nats::jetstream::new(nats)
        .get_stream("OCOP_CATALOG")
        .await
        .unwrap();
    let last = stream.cached_info().state.last_sequence;
    for sequence in (1..=last).rev() {
        let message = stream.get_raw_message(sequence).await.unwrap();
        let event =
            Event::read(&message.subject, Some(&message.headers), &message.payload).unwrap();
        if event.aggregate_type == "product" {
            return event;
        }
    }
    panic!("no product was registered");
}

/// A partner's receiver answers with errors, and later accepts what was recorded an hour before.
async fn a_receiver_fails(
    system: &System,
    watch: &mut Watch,
    producer_id: &str,
    receiver: &Receiver,
) {
    watch.quiet("WebhooksFail").await;
    watch.quiet("DeliveryBudgetBurns").await;
    receiver.otherwise(Reply::Status(500));
    certified(system, producer_id, 2).await;
    watch.raised("WebhooksFail").await;

    let earlier =
        "update deliveries set created_at = created_at - interval '1 hour' where state = 'pending'";
    let changed = system
        .postgres
        .execute(system.database(PROMOTION), earlier)
        .await;
    assert_eq!(changed, 1);
    receiver.otherwise(Reply::Status(200));
    watch.raised("DeliveryBudgetBurns").await;
}

/// Events that come too early, cannot be read, and are of a publisher of tomorrow.
async fn bad_events_come(system: &System, watch: &mut Watch) {
    let last = newest_of_a_product(system).await;
    watch.quiet("EventsParked").await;
    let early = Event {
        id: Uuid::from_u128(0xEA_21),
        version: last.version + 2,
        ..last.clone()
    };
    publish(system, &early).await;
    watch.raised("EventsParked").await;

    watch.quiet("DeadLetters").await;
    let poisoned = Event {
        id: Uuid::from_u128(0xDEAD),
        aggregate_id: Uuid::from_u128(0xDEAD),
        version: 1,
        data: b"{".to_vec(),
        ..last.clone()
    };
    publish(system, &poisoned).await;
    watch.raised("DeadLetters").await;

    watch.quiet("UnknownEvents").await;
    let newer = Event {
        id: Uuid::from_u128(0x2E_E2),
        aggregate_id: Uuid::from_u128(0x2E_E2),
        version: 1,
        kind: "ocop.catalog.product.foretold.v2".to_owned(),
        subject: "ocop.catalog.v1.product.foretold.51".to_owned(),
        data: br#"{"words":"of tomorrow"}"#.to_vec(),
        ..last
    };
    publish(system, &newer).await;
    watch.raised("UnknownEvents").await;
}

/// NATS goes away, comes back, and comes back empty.
async fn the_broker_goes(system: &System, watch: &mut Watch, producer_id: &str) {
    for name in [
        "NatsAway",
        "OutboxGrowsOld",
        "ConsumerLags",
        "OutboxRefused",
        "BrokerLostEvents",
    ] {
        watch.quiet(name).await;
    }
    system.nats.stop().await;
    watch.raised("NatsAway").await;

    let database = system.database(CATALOG);
    registered(system, producer_id, 0x01D).await;
    let earlier =
        "update outbox set recorded_at = recorded_at - interval '1 hour' where sent_at is null";
    assert_eq!(system.postgres.execute(database, earlier).await, 1);
    watch.raised("OutboxGrowsOld").await;

    // More than a broker takes in one message.
    registered(system, producer_id, 0xB16).await;
    let large = "update outbox set data = convert_to(repeat(' ', 2000000), 'UTF8') || data \
                 where position = (select max(position) from outbox)";
    assert_eq!(system.postgres.execute(database, large).await, 1);
    system.nats.restart().await;
    watch.raised("ConsumerLags").await;
    watch.raised("OutboxRefused").await;

    system.nats.wipe().await;
    watch.raised("BrokerLostEvents").await;
}

/// A dossier's term is over.
async fn a_dossier_is_late(system: &mut System, watch: &mut Watch, product_id: &str) {
    let mut office = client(
        system,
        EVALUATION,
        Role::OcopOffice,
        DossierServiceClient::new,
    );
    let request = evaluation::CreateDossierRequest {
        request_id: Uuid::from_u128(0x1A7E).to_string(),
        product_id: product_id.to_owned(),
        kind: evaluation::DossierKind::Upgrade.into(),
        ..Default::default()
    };
    retry("a dossier", async || {
        office.create_dossier(request.clone()).await
    })
    .await;
    let late = "update dossiers set due_on = current_date - 2";
    assert_eq!(
        system
            .postgres
            .execute(system.database(EVALUATION), late)
            .await,
        1
    );
    // They are counted every minute, and at the start.
    system.kill(EVALUATION);
    watch.raised("DossiersLate").await;
}

/// PostgreSQL goes away, and comes back.
async fn the_database_goes(system: &System, watch: &mut Watch) {
    watch.quiet("DatabaseAway").await;
    watch.quiet("AvailabilityBudgetBurns").await;
    system.postgres.stop().await;
    let mut anybody = CatalogServiceClient::new(system.channel(CATALOG));
    watch
        .raised_by("AvailabilityBudgetBurns", async || {
            let request = catalog::ListProductsRequest::default();
            let refused = anybody.list_products(request).await.unwrap_err();
            assert_eq!(refused.code(), Code::Unavailable);
        })
        .await;
    watch.raised("DatabaseAway").await;
    system.postgres.restart().await;
}

/// Callers find no place, or do not agree on TLS.
async fn callers_are_turned_away(watch: &mut Watch, crowded: &str, with_tls: &str) {
    watch.quiet("CallsRefusedForLackOfPlace").await;
    let channel = Endpoint::from_shared(format!("http://{crowded}"))
        .unwrap()
        .connect_lazy();
    watch
        .raised_by("CallsRefusedForLackOfPlace", async || {
            let call = async || {
                let mut anybody = CatalogServiceClient::new(channel.clone());
                let answer = anybody
                    .list_products(catalog::ListProductsRequest::default())
                    .await;
                drop(answer);
            };
            join_all((0..CROWD).map(|_| call())).await;
        })
        .await;

    watch.quiet("CertificateRefused").await;
    for _ in 0..HANDSHAKES {
        let mut stranger = TcpStream::connect(with_tls).await.unwrap();
        stranger.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    }
    watch.raised("CertificateRefused").await;
}

/// A process has as much memory as it may have.
async fn memory_is_short(watch: &mut Watch) {
    watch.quiet("MemoryNearLimit").await;
    let smaller = |text: String| {
        assert!(text.contains("1073741824"), "the limit of the deployment");
        text.replace("1073741824", "1048576")
    };
    watch
        .prometheus
        .change(&rules("alerts.yaml"), smaller)
        .await;
    watch.raised("MemoryNearLimit").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_alert_is_raised_by_what_it_is_for_on_a_running_system() {
    let mut system = System::start().await;
    let folder = tempfile::tempdir().unwrap();
    let (certificate, key) = Authority::new()
        .issue(&["localhost"])
        .write(folder.path(), "catalog");
    let tls = vec![
        ("GRPC__TLS_CERTIFICATE", certificate.display().to_string()),
        ("GRPC__TLS_KEY", key.display().to_string()),
    ];
    let with_tls = system.replica(CATALOG, tls).await;
    let one_place = vec![("GRPC__MAX_IN_FLIGHT_PER_PEER", "1".to_owned())];
    let crowded = system.replica(CATALOG, one_place).await;

    let mut targets: Vec<(&str, String)> = SERVICES
        .iter()
        .enumerate()
        .map(|(service, name)| (*name, system.admin(service)))
        .collect();
    targets.extend([("catalog", with_tls.admin()), ("catalog", crowded.admin())]);
    let files = [rules("alerts.yaml"), rules("slo.yaml")];
    let Some(prometheus) = Prometheus::start(&targets, &files).await else {
        println!("NOT RUN: no Prometheus is here, so no alert was raised on a running system");
        return;
    };
    let mut watch = Watch {
        prometheus,
        raised: BTreeSet::new(),
    };

    let producer_id = a_producer(&system).await;
    let receiver = Receiver::start().await;
    a_partner(&system, receiver.url()).await;
    let product_id = certified(&system, &producer_id, 1).await;
    eventually(
        "everything to be scraped, and a webhook to be accepted",
        async || {
            watch.prometheus.series("up==1").await == targets.len()
                && watch
                    .prometheus
                    .series("webhook_delivery_seconds_count")
                    .await
                    == 1
        },
    )
    .await;
    eventually(
        "no alert to be raised by a system that is well",
        async || {
            let alerts = watch.prometheus.alerts().await;
            !alerts.is_empty() && alerts.iter().all(|rule| !rule.firing)
        },
    )
    .await;

    a_receiver_fails(&system, &mut watch, &producer_id, &receiver).await;
    bad_events_come(&system, &mut watch).await;
    the_broker_goes(&system, &mut watch, &producer_id).await;
    watch.quiet("DossiersLate").await;
    a_dossier_is_late(&mut system, &mut watch, &product_id).await;
    the_database_goes(&system, &mut watch).await;
    callers_are_turned_away(&mut watch, &crowded.address(), &with_tls.address()).await;
    memory_is_short(&mut watch).await;

    watch.quiet("ServiceDown").await;
    system.terminate(PROMOTION);
    watch.raised("ServiceDown").await;

    let all = watch.prometheus.alerts().await;
    let all: BTreeSet<String> = all.into_iter().map(|rule| rule.name).collect();
    assert_eq!(watch.raised, all, "an alert is not rehearsed here");
}
