//! The end of a program on SIGTERM, with everything open that could keep it.

use std::collections::BTreeSet;

use futures::StreamExt as _;
use futures::future::join_all;
use ocop_chassis::messaging::Event;
use ocop_harness::{Process, SEALING_KEY, eventually, programs};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::catalog::v1::catalog_service_client::CatalogServiceClient;
use tokio::io::AsyncReadExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;
use uuid::Uuid;

use crate::callers::{a_producer, client};
use crate::system::System;

const CATALOG: usize = 0;

/// Callers that are at work when the signal comes.
const CALLERS: u128 = 8;

/// Changes that are answered before it comes.
const ANSWERED: usize = 40;

/// Registers products until a call fails, and tells the id of each as soon as it is answered.
async fn keep_registering(
    system: &System,
    producer_id: &str,
    caller: u128,
    answered: mpsc::UnboundedSender<Uuid>,
) {
    let mut office = client(system, CATALOG, Role::OcopOffice, CatalogServiceClient::new);
    for n in 0_u128.. {
        let product = catalog::Product {
            producer_id: producer_id.to_owned(),
            criteria_set: 9,
            name: format!("Nước mắm số {caller}/{n}"),
            place_code: "21040".to_owned(),
            ..Default::default()
        };
        let request = catalog::RegisterProductRequest {
            request_id: Uuid::from_u128(caller << 64 | n).to_string(),
            product: Some(product),
        };
        let Ok(answer) = office.register_product(request).await else {
            return;
        };
        let product = answer.into_inner().product.unwrap();
        answered.send(product.id.parse().unwrap()).unwrap();
    }
}

/// The aggregates of all events in the stream of the catalog.
pub(crate) async fn published(system: &System) -> BTreeSet<Uuid> {
    let nats = async_nats::connect(system.nats.url()).await.unwrap();
    let jetstream = async_nats::jetstream::new(nats);
    let mut stream = jetstream.get_stream("OCOP_CATALOG").await.unwrap();
    let all = usize::try_from(stream.info().await.unwrap().state.messages).unwrap();
    let consumer = stream
        .create_consumer(async_nats::jetstream::consumer::pull::Config::default())
        .await
        .unwrap();
    let messages = consumer.messages().await.unwrap().take(all);
    let aggregates = messages.map(|message| {
        let message = message.unwrap();
        let event = Event::read(&message.subject, message.headers.as_ref(), &message.payload);
        event.unwrap().aggregate_id
    });
    aggregates.collect().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_program_ends_well_on_sigterm_whatever_stays_open_and_publishes_all_that_it_answered() {
    // Whatever outlives this makes the end a failure.
    let drain = vec![("LIFECYCLE__DRAIN_SECONDS", "60".to_owned())];
    let mut system = System::start_with(drain).await;
    let producer = a_producer(&system).await;

    let address = system.address(CATALOG);
    let mut silent = TcpStream::connect(&address).await.unwrap();
    let idle = TcpStream::connect(&address).await.unwrap();
    let (_idle, connection) = h2::client::handshake(idle).await.unwrap();
    let idle = tokio::spawn(connection);
    // A register is being brought in, and its next batch does not come.
    let mut office = client(
        &system,
        CATALOG,
        Role::OcopOffice,
        CatalogServiceClient::new,
    );
    let batches = futures::stream::pending::<catalog::StreamImportProductsRequest>();
    let importing = office.stream_import_products(batches).await.unwrap();
    let mut importing = importing.into_inner();
    let mut probe = HealthClient::new(system.channel(CATALOG));
    let watched = probe.watch(HealthCheckRequest::default()).await.unwrap();
    let mut watched = watched.into_inner();
    let told = watched.message().await.unwrap().unwrap();
    assert_eq!(told.status(), ServingStatus::Serving);

    let (sender, mut answered) = mpsc::unbounded_channel();
    let registering =
        (1..=CALLERS).map(|caller| keep_registering(&system, &producer, caller, sender.clone()));
    let registering = join_all(registering);
    let ending = async {
        eventually("some products are registered", async || {
            answered.len() >= ANSWERED
        })
        .await;
        system.terminate(CATALOG);
    };
    tokio::join!(registering, ending);

    // Streams end in good order: the last word is that nothing is served any more.
    let mut last = None;
    while let Some(told) = watched.message().await.expect("the stream ends well") {
        last = Some(told.status());
    }
    assert_eq!(last, Some(ServingStatus::NotServing));
    let stopped = importing.message().await.unwrap_err();
    assert_eq!(stopped.code(), tonic::Code::Unavailable, "{stopped}");
    idle.await
        .unwrap()
        .expect("told to go away, without an error");
    // Nothing was ever said on it.
    assert!(!matches!(silent.read(&mut [0]).await, Ok(1..)));
    assert_eq!(system.ended(CATALOG), 0, "{}", system.log(CATALOG));

    drop(sender);
    let published = published(&system).await;
    let mut lost = Vec::new();
    while let Some(product) = answered.recv().await {
        if !published.contains(&product) {
            lost.push(product);
        }
    }
    assert_eq!(lost, Vec::<Uuid>::new(), "answered and not published");
}

#[tokio::test]
async fn a_program_that_still_waits_for_its_database_ends_well_on_sigterm() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let database = format!("postgres://{}/ocop", silent.local_addr().unwrap());
    let settings = [
        ("GRPC__ADDRESS", "127.0.0.1:0"),
        ("ADMIN__ADDRESS", "127.0.0.1:0"),
        ("DATABASE__URL", &database),
        ("SEALING__KEYS", SEALING_KEY),
    ];
    let settings =
        settings.map(|(name, value)| (format!("OCOP_CATALOG__{name}"), value.to_owned()));
    let program = programs(&["catalog"]).remove(0);
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("catalog.log");
    let process = Process::start(&program, &["serve"], &settings, &log);

    let _waiting = silent.accept().await.unwrap();
    process.terminate();
    let said = || std::fs::read_to_string(&log).unwrap();
    assert_eq!(process.ended(), 0, "{}", said());
    assert!(said().contains("draining"), "{}", said());
}
