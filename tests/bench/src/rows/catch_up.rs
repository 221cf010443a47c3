//! Two replicas of the catalog's consumer of certificates that catch up with a backlog: half of all events are about
//! eight products and neighbours came out of order, so that most are parked for a while, beside the same in order.

use async_nats::jetstream;
use ocop_catalog::transport::encode;
use ocop_catalog::transport::product::Certificates;
use ocop_chassis::clock::Clock;
use ocop_chassis::database::{Database, Store};
use ocop_chassis::ids::new_id;
use ocop_chassis::messaging::Event;
use ocop_chassis::messaging::consumer::{Consumer, Handler as _};
use ocop_chassis::sealing::Keyring;
use sea_orm::{ConnectionTrait as _, DbBackend, Statement};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::broker::{self, fresh_stream, number};
use crate::figure::{Figure, Limit, Target, Unit, median};
use crate::setup::Setup;

/// Products that half of all events are about.
const HOT: usize = 8;

/// Events that come in the wrong order together.
const WINDOW: usize = 700;

/// Events a second, on PostgreSQL.
///
/// # Errors
/// An event did not take effect.
pub(crate) async fn measure(setup: &Setup) -> anyhow::Result<Vec<Figure>> {
    let events = if setup.quick { 4_000 } else { 20_000 };
    let (mut in_order, mut parked) = (Vec::new(), Vec::new());
    for _ in 0..setup.rounds {
        in_order.push(consume(setup, backlog(events)?).await?);
        let mut disordered = backlog(events)?;
        for some in disordered.chunks_mut(WINDOW) {
            some.reverse();
        }
        parked.push(consume(setup, disordered).await?);
    }
    Ok(vec![Figure {
        what: "catching up, two replicas, half of the events on eight products and parked"
            .to_owned(),
        value: median(parked),
        unit: Unit::PerSecond,
        limit: Some(Limit {
            what: "the same in order",
            value: median(in_order),
        }),
        target: Some(Target::AtLeast(0.25)),
    }])
}

fn backlog(events: usize) -> anyhow::Result<Vec<Event>> {
    let clock = Clock::system(ocop_proto::VIET_NAM);
    let hot: Vec<Uuid> = (0..HOT).map(|_| new_id(clock.now())).collect();
    let of = |n: usize| {
        if n.is_multiple_of(2) {
            let turn = n / 2;
            let version = u64::try_from(turn / HOT)? + 1;
            broker::certificate_of(hot[turn % HOT], version)
        } else {
            broker::issued()
        }
    };
    (0..events).map(of).collect()
}

async fn consume(setup: &Setup, backlog: Vec<Event>) -> anyhow::Result<f64> {
    let events = backlog.len();
    let (url, database) = setup.migrated(DbBackend::Postgres).await?;
    let settings = setup.settings(&url)?.nats;
    let jetstream = jetstream::new(async_nats::connect(setup.nats.url()).await?);
    fresh_stream(&jetstream, "evaluation", &settings).await?;
    broker::publish(&jetstream, backlog).await?;

    let stop = CancellationToken::new();
    let began = Instant::now();
    let mut replicas = Vec::new();
    for _ in 0..2 {
        let client = ocop_chassis::messaging::connect(&settings, "catalog").await?;
        let clock = Clock::system(ocop_proto::VIET_NAM);
        let store = Store::new(database.clone(), clock, encode, Keyring::ephemeral()?);
        let consumer = Consumer::new(store, Certificates, client, &settings, "catalog");
        replicas.push(tokio::spawn(consumer.run(stop.clone())));
    }
    broker::finished(&jetstream, "OCOP_EVALUATION", Certificates::NAME).await?;
    let took = began.elapsed();
    stop.cancel();
    for replica in replicas {
        replica.await?;
    }
    let (applied, waiting) = (
        count(&database, "inbox").await?,
        count(&database, "parked").await?,
    );
    anyhow::ensure!(
        usize::try_from(applied) == Ok(events) && waiting == 0,
        "{applied} of {events} events took effect, {waiting} are parked"
    );
    Ok(number(events) / took.as_secs_f64())
}

async fn count(database: &Database, table: &str) -> anyhow::Result<i64> {
    let sql = format!("select count(*) as held from {table}");
    let statement = Statement::from_string(DbBackend::Postgres, sql);
    let row = database.reader().query_one_raw(statement).await?;
    Ok(row.map_or(Ok(0), |row| row.try_get("", "held"))?)
}
