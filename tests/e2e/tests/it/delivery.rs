//! Events through kills: numbered products go through all three services while processes, broker and
//! database are killed under them. Afterwards all hold the same, and the faults and repeated deliveries are printed.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use futures::{StreamExt as _, stream};
use ocop_chassis::messaging::Event;
use ocop_harness::{Receiver, eventually};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::catalog::v1::catalog_service_client::CatalogServiceClient;
use ocop_proto::evaluation::v1::certificate_service_client::CertificateServiceClient;
use ocop_proto::promotion::v1 as promotion;
use ocop_proto::promotion::v1::listing_service_client::ListingServiceClient;
use tokio::sync::Mutex;
use uuid::Uuid;

use crate::callers::{a_partner, a_producer, certify, client};
use crate::system::{SERVICES, System};

/// Products sent through.
const PRODUCTS: u128 = 90;

/// Products between two faults.
const STRIDE: u128 = 9;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_doubled_or_disordered_while_everything_is_killed() {
    let mut system = System::start().await;
    let receiver = Receiver::start().await;
    let producer_id = a_producer(&system).await;
    let partner = a_partner(&system, receiver.url()).await;

    let received: Arc<Mutex<Vec<Event>>> = Arc::default();
    let mut faults: BTreeMap<String, u32> = BTreeMap::new();
    let mut products = Vec::new();
    for n in 0..PRODUCTS {
        let mut catalog = client(&system, 0, Role::OcopOffice, CatalogServiceClient::new);
        let mut evaluation = client(&system, 1, Role::OcopOffice, CertificateServiceClient::new);
        let work = certify(&mut catalog, &mut evaluation, (&producer_id, n));
        if n % STRIDE != STRIDE / 2 {
            products.push(work.await);
            continue;
        }
        // The fault strikes while the work is under way.
        let fault = usize::try_from(n / STRIDE).unwrap() % 5;
        let (product, ()) = tokio::join!(work, async {
            match fault {
                service @ 0..3 => {
                    system.kill(service);
                    *faults
                        .entry(format!("{} killed", SERVICES[service]))
                        .or_default() += 1;
                }
                3 => {
                    system.nats.kill().await;
                    system.nats.restart().await;
                    *faults.entry("nats-server killed".to_owned()).or_default() += 1;
                }
                _ => {
                    system.postgres.kill().await;
                    system.postgres.restart().await;
                    *faults.entry("PostgreSQL killed".to_owned()).or_default() += 1;
                }
            }
        });
        products.push(product);
    }

    // What the partner finds in the stream, by its own subject.
    let nats = async_nats::connect(system.nats.url()).await.unwrap();
    let stream = async_nats::jetstream::new(nats)
        .get_stream("OCOP_PROMOTION")
        .await
        .unwrap();
    let consumer = stream
        .create_consumer(async_nats::jetstream::consumer::pull::Config {
            filter_subject: partner.subject.clone(),
            ..Default::default()
        })
        .await
        .unwrap();
    let mut messages = consumer.messages().await.unwrap();
    let collected = Arc::clone(&received);
    let receiving = tokio::spawn(async move {
        while let Some(Ok(message)) = messages.next().await {
            let event =
                Event::read(&message.subject, message.headers.as_ref(), &message.payload).unwrap();
            collected.lock().await.push(event);
            message.ack().await.unwrap();
        }
    });

    let wanted = products.len();
    let starred = stream::iter(products.clone()).map(async |product| {
        let mut catalog = client(&system, 0, Role::OcopOffice, CatalogServiceClient::new);
        eventually("the catalog shows three stars", async || {
            let request = catalog::GetProductRequest {
                id: product.clone(),
                ..Default::default()
            };
            let read = catalog
                .get_product(request)
                .await
                .ok()?
                .into_inner()
                .product?;
            (read.star == 3).then_some(())
        })
        .await;
        let mut listings = client(
            &system,
            2,
            Role::PromotionOfficer,
            ListingServiceClient::new,
        );
        eventually("the listing is open", async || {
            let request = promotion::GetListingRequest {
                id: product.clone(),
            };
            let listing = listings
                .get_listing(request)
                .await
                .ok()?
                .into_inner()
                .listing?;
            (listing.state() == promotion::ListingState::Open).then_some(())
        })
        .await;
    });
    assert_eq!(starred.buffer_unordered(8).count().await, wanted);

    eventually("the partner received every product on NATS", async || {
        let received: HashMap<Uuid, u64> = received
            .lock()
            .await
            .iter()
            .map(|event| (event.aggregate_id, event.version))
            .collect();
        if received.len() == wanted {
            Ok(())
        } else {
            Err(format!("{} of {wanted}", received.len()))
        }
    })
    .await;
    eventually(
        "the partner received every product by webhook",
        async || {
            let mut ids: Vec<String> = receiver
                .received()
                .iter()
                .filter_map(|hit| hit.header("webhook-id").map(str::to_owned))
                .collect();
            ids.sort();
            ids.dedup();
            if ids.len() == wanted {
                Ok(())
            } else {
                Err(format!("{} of {wanted}", ids.len()))
            }
        },
    )
    .await;
    receiving.abort();

    let received = received.lock().await;
    let mut last: HashMap<Uuid, u64> = HashMap::new();
    let (mut doubled, mut disordered) = (0, 0);
    for event in received.iter() {
        match last.insert(event.aggregate_id, event.version) {
            Some(before) if before == event.version => doubled += 1,
            Some(before) if before > event.version => disordered += 1,
            _ => {}
        }
    }
    println!("products {wanted}");
    for (fault, times) in &faults {
        println!("{fault} {times}");
    }
    println!("lost 0, out of order {disordered}, copies absorbed by their id {doubled}");
    println!("webhook attempts {}", receiver.received().len());
    assert_eq!(disordered, 0);
    assert!(faults.len() == 5, "every kind of fault struck: {faults:?}");
}
