//! A rolling upgrade: processes of a service follow one another on one database and broker, while callers call.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use ocop_harness::{Bearer, Process, eventually};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::catalog::v1::catalog_service_client::CatalogServiceClient;
use tonic::Status;
use tonic::transport::{Channel, Endpoint};
use uuid::Uuid;

use crate::callers::a_producer;
use crate::ending::published;
use crate::system::System;

const CATALOG: usize = 0;

/// Callers at work the whole time.
const CALLERS: u128 = 8;

/// Products that are registered between one step of the upgrade and the next.
const BETWEEN: usize = 40;

/// How often a process is replaced by a new one.
const ROLLS: usize = 3;

/// The addresses of a service as its callers know them: what has ended is taken out only afterwards.
#[derive(Clone, Default)]
struct Addresses(Arc<Mutex<Vec<(String, Channel)>>>);

impl Addresses {
    fn add(&self, address: &str) {
        let endpoint = Endpoint::from_shared(format!("http://{address}")).unwrap();
        let known = (address.to_owned(), endpoint.connect_lazy());
        self.0.lock().unwrap().push(known);
    }

    fn remove(&self, address: &str) {
        self.0.lock().unwrap().retain(|(known, _)| known != address);
    }

    /// The n-th in turn, but not the one that has just failed.
    fn pick(&self, n: usize, but: Option<&str>) -> (String, Channel) {
        let known = self.0.lock().unwrap();
        let others: Vec<_> = known
            .iter()
            .filter(|(address, _)| Some(address.as_str()) != but)
            .collect();
        others[n % others.len()].clone()
    }
}

/// The work of all callers.
#[derive(Default)]
struct Load {
    over: AtomicBool,
    answered: Mutex<BTreeSet<Uuid>>,
    repeated: AtomicUsize,
}

impl Load {
    fn answered(&self) -> usize {
        self.answered.lock().unwrap().len()
    }

    /// Waits until so many more are answered.
    async fn goes_on(&self) {
        let before = self.answered();
        eventually("more products to be registered", async || {
            self.answered() >= before + BETWEEN
        })
        .await;
    }
}

async fn register(
    channel: Channel,
    bearer: &Bearer,
    request: catalog::RegisterProductRequest,
) -> Result<Uuid, Status> {
    let mut office = CatalogServiceClient::with_interceptor(channel, bearer.clone());
    let product = office.register_product(request).await?.into_inner().product;
    Ok(product.unwrap().id.parse().unwrap())
}

/// Registers products until the work is over. A call that fails is repeated once, elsewhere.
async fn keep_registering(
    (addresses, load, bearer): (Addresses, Arc<Load>, Bearer),
    producer_id: String,
    caller: u128,
) {
    let mut n = 0_u128;
    while !load.over.load(Ordering::Relaxed) {
        n += 1;
        let request = catalog::RegisterProductRequest {
            request_id: Uuid::from_u128(caller << 64 | n).to_string(),
            product: Some(catalog::Product {
                producer_id: producer_id.clone(),
                criteria_set: 9,
                name: format!("Nước mắm số {caller}/{n}"),
                place_code: "21040".to_owned(),
                ..Default::default()
            }),
        };
        let turn = usize::try_from(caller + n).unwrap();
        let (address, channel) = addresses.pick(turn, None);
        let product = match register(channel, &bearer, request.clone()).await {
            Ok(product) => product,
            Err(first) => {
                load.repeated.fetch_add(1, Ordering::Relaxed);
                let (_, channel) = addresses.pick(turn, Some(&address));
                let again = register(channel, &bearer, request).await;
                again.unwrap_or_else(|second| {
                    panic!("one retry does not do: {first:?}, then {second:?}")
                })
            }
        };
        load.answered.lock().unwrap().insert(product);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn processes_replace_one_another_under_load_without_a_call_that_one_retry_does_not_cover() {
    let mut system = System::start().await;
    let producer_id = a_producer(&system).await;
    let (addresses, load) = (Addresses::default(), Arc::new(Load::default()));
    addresses.add(&system.address(CATALOG));
    let bearer = system.bearer("tests", Role::OcopOffice);
    let callers: Vec<_> = (1..=CALLERS)
        .map(|caller| {
            let shared = (addresses.clone(), Arc::clone(&load), bearer.clone());
            tokio::spawn(keep_registering(shared, producer_id.clone(), caller))
        })
        .collect();
    load.goes_on().await;

    let mut old: Option<(String, Process)> = None;
    for _ in 0..ROLLS {
        let new = system.replica(CATALOG, Vec::new()).await;
        addresses.add(&new.address());
        load.goes_on().await;
        let (address, code) = match old.take() {
            None => {
                system.terminate(CATALOG);
                let address = system.address(CATALOG);
                (
                    address,
                    tokio::task::block_in_place(|| system.ended(CATALOG)),
                )
            }
            Some((address, process)) => {
                process.terminate();
                (address, tokio::task::block_in_place(|| process.ended()))
            }
        };
        assert_eq!(code, 0, "it ended within its time: {}", system.log(CATALOG));
        addresses.remove(&address);
        old = Some((new.address(), new.process));
        load.goes_on().await;
    }
    load.over.store(true, Ordering::Relaxed);
    for caller in callers {
        caller.await.unwrap();
    }
    println!(
        "{} products, {} calls repeated",
        load.answered(),
        load.repeated.load(Ordering::Relaxed)
    );

    // The relay of the last process sends what those before it had left.
    let answered = load.answered.lock().unwrap().clone();
    eventually(
        "every product that was answered to be published",
        async || published(&system).await.is_superset(&answered),
    )
    .await;
}
