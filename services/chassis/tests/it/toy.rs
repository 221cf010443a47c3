//! A toy service: counters that can only be counted up. One count is one event, so that a counter's
//! version is its total and everything that goes wrong on the way of an event can be seen in numbers.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};

use ocop_chassis::database::{
    self, Aggregate, EncodedEvent, Saved, SqlMigration, StoreError, Tx, UseCase, chassis_migrations,
};
use ocop_chassis::messaging::Event;
use ocop_chassis::messaging::consumer::{Handler, HandlerError};
use ocop_proto::topology::Consumer;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, QuerySelect, Statement};
use sea_orm_migration::{MigrationTrait, MigratorTrait};
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;
use uuid::Uuid;

/// The service that counts, and the stream of which its events are.
pub(crate) const SERVICE: &str = "counting";

/// The service that watches.
pub(crate) const WATCHER: &str = "watching";

const TABLES: &str = "
create table counters (id @uuid primary key, version bigint not null);
create table effects (position @serial, counter @uuid not null, version bigint not null, seen_by text not null);
";

/// The chassis's tables and the toy's.
pub(crate) struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        let mut steps = chassis_migrations();
        steps.push(SqlMigration::boxed("m0001_toy", TABLES));
        steps
    }
}

/// A counter was counted up. The fact as it travels.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Counted {
    pub(crate) counter: Uuid,
    pub(crate) total: u64,
}

pub(crate) fn encode(event: &Counted) -> EncodedEvent {
    EncodedEvent {
        event_type: "ocop.counting.counter.counted.v1".to_owned(),
        subject: "ocop.counting.v1.counter.counted.51".to_owned(),
        data: serde_json::to_vec(event).unwrap(),
    }
}

pub(crate) type Store = database::Store<Counted>;

/// A counter of the domain: it knows no database.
struct Counter {
    id: Uuid,
    events: Vec<Counted>,
}

mod counters {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "counters")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub version: i64,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl Aggregate<counters::Entity> for Counter {
    type Event = Counted;
    const TYPE: &'static str = "counter";
    const VERSION: counters::Column = counters::Column::Version;

    fn id(&self) -> Uuid {
        self.id
    }

    fn follows(&self) -> Uuid {
        Uuid::from_u128(self.id.as_u128() & !MIRROR)
    }

    fn take_events(&mut self) -> Vec<Counted> {
        std::mem::take(&mut self.events)
    }

    fn row(saved: &Saved<Self>) -> counters::ActiveModel {
        counters::ActiveModel {
            id: Set(saved.id),
            version: Set(saved.version().cast_signed()),
        }
    }
}

/// The counter with this id, its row locked; one that never counted if there is none.
async fn counter(tx: &Tx<Counted>, id: Uuid) -> Result<Saved<Counter>, StoreError> {
    let row = counters::Entity::find_by_id(id).lock_exclusive();
    let counter = Counter {
        id,
        events: Vec::new(),
    };
    Ok(match row.one(tx.db()).await? {
        Some(row) => Saved::stored(counter, row.version, tx.now(), tx.now()),
        None => Saved::new(counter, tx.now()),
    })
}

/// What the id of a mirror has besides the id of its counter.
const MIRROR: u128 = 1 << 100;

/// The counter that is counted up with another one.
pub(crate) fn mirrored(counter: Uuid) -> Uuid {
    Uuid::from_u128(counter.as_u128() | MIRROR)
}

/// Counts the mirrors of all counters up that are no mirrors themselves.
async fn mirror(tx: &mut Tx<Counted>, facts: &[(Event, Counted)]) -> Result<(), StoreError> {
    let (mut copies, mut causes) = (Vec::new(), HashMap::new());
    for (event, _) in facts {
        let id = mirrored(event.aggregate_id);
        if id != event.aggregate_id {
            let mut copy = counter(tx, id).await?;
            let total = copy.version() + 1;
            copy.events.push(Counted { counter: id, total });
            copies.push(copy);
            causes.insert(event.aggregate_id, event.origin(Watching::NAME));
        }
    }
    tx.caused_by(causes);
    tx.save_all(&mut copies).await
}

/// How the toy refuses.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    #[error("nothing to count")]
    Nothing,
    #[error("the counter is somebody else's")]
    Denied,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl database::UseCaseError for Refused {
    fn store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Nothing | Self::Denied => None,
            Self::Store(error) => Some(error),
        }
    }

    fn is_denied(&self) -> bool {
        matches!(self, Self::Denied)
    }
}

/// The role of a caller who may not count.
pub(crate) const READER: &str = "reader@*";

/// Counts a counter up, `times` times in one transaction, unless the caller is a [`READER`]. Gives its total.
#[derive(Clone, Copy)]
pub(crate) struct Count {
    pub(crate) counter: Uuid,
    pub(crate) times: u64,
}

impl UseCase<Counted> for Count {
    type Answer = u64;
    type Error = Refused;

    async fn run(&self, tx: &mut Tx<Counted>) -> Result<u64, Refused> {
        if tx.origin().roles == READER {
            return Err(Refused::Denied);
        }
        let mut counter = counter(tx, self.counter).await?;
        let version = counter.version();
        for total in version + 1..=version + self.times {
            counter.events.push(Counted {
                counter: self.counter,
                total,
            });
        }
        tx.save(&mut counter).await?;
        if self.times == 0 {
            return Err(Refused::Nothing);
        }
        Ok(counter.version())
    }
}

/// Hears the counters and writes down every count in the order in which it takes effect.
#[derive(Clone)]
pub(crate) struct Watching {
    /// Who it is, for telling replicas apart.
    pub(crate) name: &'static str,
    /// Whether it counts a counter of its own up for each count it sees.
    pub(crate) mirrors: bool,
    /// Totals that it refuses to apply.
    pub(crate) refuses: Arc<Mutex<HashSet<u64>>>,
    /// Every batch of effects takes a permit before it may commit, if there is a gate.
    pub(crate) gate: Option<Arc<Semaphore>>,
    /// Released when a batch of effects has been written and is about to commit.
    pub(crate) arrived: Arc<Semaphore>,
}

impl Watching {
    pub(crate) fn new(name: &'static str) -> Self {
        Self {
            name,
            mirrors: false,
            refuses: Arc::default(),
            gate: None,
            arrived: Arc::new(Semaphore::new(0)),
        }
    }
}

impl Handler<Counted> for Watching {
    const CONSUMER: Consumer = Consumer {
        name: "watching-counters",
        publisher: SERVICE,
        aggregates: &["counter"],
    };
    const EVENTS: &[&str] = &["counted.v1"];

    type Fact = Counted;

    fn read(&self, event: &Event) -> Result<Counted, HandlerError> {
        serde_json::from_slice(&event.data).map_err(HandlerError::undecodable)
    }

    fn aggregate(fact: &Counted) -> Uuid {
        fact.counter
    }

    async fn apply(
        &self,
        tx: &mut Tx<Counted>,
        facts: &[(Event, Counted)],
    ) -> Result<(), HandlerError> {
        for (event, fact) in facts {
            if self.refuses.lock().unwrap().contains(&fact.total) {
                return Err(HandlerError::Refused {
                    reason: "DISLIKED",
                    detail: format!("{} is not liked", fact.total),
                });
            }
            let statement = Statement::from_sql_and_values(
                tx.db().get_database_backend(),
                "insert into effects (counter, version, seen_by) values ($1, $2, $3)",
                [
                    event.aggregate_id.into(),
                    (event.version as i64).into(),
                    self.name.into(),
                ],
            );
            tx.db()
                .execute_raw(statement)
                .await
                .map_err(StoreError::from)?;
        }
        if self.mirrors {
            mirror(tx, facts).await?;
        }
        self.arrived.add_permits(1);
        if let Some(gate) = &self.gate {
            gate.acquire().await.unwrap().forget();
        }
        Ok(())
    }
}
