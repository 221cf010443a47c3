//! Callers that gather behind held permits, each with something of its own to do in the group.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::FutureExt as _;
use futures::future::join_all;
use ocop_chassis::database::{Origin, Request, Tx, UseCase};
use sea_orm::{ConnectionTrait as _, DbBackend, Statement};
use tokio::sync::Semaphore;
use uuid::Uuid;

use crate::setup::{counter, recorded};
use crate::toy::{Count, Counted, Refused, Store};

/// What a call does besides counting.
#[derive(Clone)]
pub(crate) enum Also {
    Nothing,
    /// It is refused after it wrote.
    Refuse,
    /// It panics after it wrote.
    Panic,
    /// It writes something that is there already.
    Collide,
    /// It waits for a permit before it writes; the other semaphore says that it does.
    Wait(Arc<Semaphore>, Arc<Semaphore>),
    /// Its connection is lost after it wrote.
    LoseConnection,
}

struct Counting {
    count: Count,
    also: Also,
    /// How often it was begun.
    begun: Arc<AtomicUsize>,
}

impl UseCase<Counted> for Counting {
    type Answer = u64;
    type Error = Refused;

    async fn run(&self, tx: &mut Tx<Counted>) -> Result<u64, Refused> {
        self.begun.fetch_add(1, Ordering::Relaxed);
        if let Also::Wait(gate, at_the_gate) = &self.also {
            at_the_gate.add_permits(1);
            gate.acquire().await.unwrap().forget();
        }
        let total = self.count.run(tx).await?;
        let execute = async |sql: &str| {
            let statement = Statement::from_string(tx.db().get_database_backend(), sql);
            let done = tx.db().execute_raw(statement).await;
            done.map_err(ocop_chassis::database::StoreError::from)
        };
        match &self.also {
            Also::Refuse => return Err(Refused::Nothing),
            Also::Panic => panic!("this one panics"),
            Also::Collide => {
                execute("insert into counters (id, version) select id, version from counters")
                    .await?;
            }
            Also::LoseConnection => {
                execute("select pg_terminate_backend(pg_backend_pid())").await?;
            }
            Also::Nothing | Also::Wait(..) => {}
        }
        Ok(total)
    }
}

fn caller() -> Origin {
    Origin {
        actor: "lan".to_owned(),
        roles: "operator@*".to_owned(),
        rpc: "/toy/Count".to_owned(),
        request_id: None,
        traceparent: String::new(),
    }
}

/// Asks once, with the request `id`, to count the counter `of` up.
pub(crate) async fn ask(store: &Store, id: u128, of: u128, also: Also) -> Result<u64, Refused> {
    ask_counted(store, id, of, also, Arc::default()).await
}

pub(crate) async fn ask_counted(
    store: &Store,
    id: u128,
    of: u128,
    also: Also,
    begun: Arc<AtomicUsize>,
) -> Result<u64, Refused> {
    let request = Request::new(&Uuid::from_u128(id).to_string(), &of.to_string()).unwrap();
    let case = Counting {
        count: Count {
            counter: counter(of),
            times: 1,
        },
        also,
        begun,
    };
    store
        .execute(&caller(), &request, &case, |total| total)
        .await
}

/// Holds every permit of a store until it is told to give it back, so that callers gather meanwhile.
struct HeldPermits {
    gate: Arc<Semaphore>,
    tasks: Vec<tokio::task::JoinHandle<Result<u64, Refused>>>,
}

/// How many permits a store of these tests has at most.
pub(crate) const MAX_PERMITS: usize = 4;

impl HeldPermits {
    async fn all(store: &Store) -> Self {
        let (gate, arrived) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
        let permits = if store.database().engine() == DbBackend::Sqlite {
            1
        } else {
            MAX_PERMITS
        };
        let tasks = (0..permits)
            .map(|n| {
                let also = Also::Wait(Arc::clone(&gate), Arc::clone(&arrived));
                let (store, n) = (store.clone(), 1_000 + n as u128);
                tokio::spawn(async move { ask(&store, n, n, also).await })
            })
            .collect();
        arrived.acquire_many(permits as u32).await.unwrap().forget();
        Self { gate, tasks }
    }

    /// Lets the holders finish.
    async fn release(self) {
        self.gate.add_permits(MAX_PERMITS);
        for task in self.tasks {
            task.await.unwrap().unwrap();
        }
    }
}

/// Has calls gather behind held permits and write together. Gives their answers.
pub(crate) async fn together<T>(store: &Store, calls: Vec<impl Future<Output = T>>) -> Vec<T> {
    let held = HeldPermits::all(store).await;
    let gathered = join_all(calls);
    tokio::pin!(gathered);
    assert!(
        gathered.as_mut().now_or_never().is_none(),
        "they wait for a permit"
    );
    let (answers, ()) = tokio::join!(gathered, held.release());
    answers
}

/// How many counts of the counters below 1,000 there are.
pub(crate) async fn counts(store: &Store) -> i64 {
    let ids: Vec<String> = recorded(store)
        .await
        .iter()
        .filter(|event| event.aggregate_id < counter(1_000))
        .map(|event| event.id.to_string())
        .collect();
    ids.len() as i64
}
