//! From the commit of a change in one service to the commit of its effect in another, at 200 changes a second.
//!
//! Nothing polls while it happens: PostgreSQL keeps the time of every commit, and both databases lie in
//! one cluster, so both times are of one clock. They are read when all is over.

use std::collections::HashMap;
use std::convert::Infallible;
use std::time::Duration;

use anyhow::Context as _;
use async_nats::jetstream;
use ocop_chassis::clock::Clock;
use ocop_chassis::database::{Database, EncodedEvent, Store, StoreError, Tx};
use ocop_chassis::messaging::Event;
use ocop_chassis::messaging::consumer::{Consumer, Handler, HandlerError};
use ocop_chassis::sealing::Keyring;
use ocop_harness::Postgres;
use ocop_proto::topology;
use sea_orm::{ConnectionTrait as _, Database as SeaOrm, DbBackend, Statement, Value};
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::write::register;
use crate::broker;
use crate::callers::clients;
use crate::figure::{Figure, Limit, Target, Unit};
use crate::load::percentile;
use crate::setup::Setup;

/// Between two changes: 200 a second.
const EVERY: Duration = Duration::from_millis(5);

/// Changes before those that are counted.
const WARM_UP: usize = 200;

/// Milliseconds to the effect.
///
/// # Errors
/// A change was refused or had no effect.
pub(crate) async fn measure(setup: &Setup) -> anyhow::Result<Vec<Figure>> {
    let postgres = keeping_commit_times().await?;
    let (source, target) = (
        postgres.create_database().await,
        postgres.create_database().await,
    );
    let changed = setup.with_producer(&source).await?;
    let effects = setup.with_producer(&target).await?;
    effects
        .writer()
        .execute_unprepared("create table effects (product_id uuid primary key)")
        .await?;

    let settings = setup.settings(&target)?;
    let jetstream = jetstream::new(async_nats::connect(setup.nats.url()).await?);
    broker::fresh_stream(&jetstream, "catalog", &settings.nats).await?;
    let service = setup.catalog(&source, &setup.nats.url()).await;
    let client = ocop_chassis::messaging::connect(&settings.nats, "bench").await?;
    let store = Store::new(
        effects.clone(),
        Clock::system(ocop_proto::VIET_NAM),
        publishes_nothing,
        Keyring::ephemeral()?,
    );
    let stop = CancellationToken::new();
    let consumer = Consumer::new(store, Products, client, &settings.nats, "bench");
    let consuming = tokio::spawn(consumer.run(stop.clone()));

    let changes = if setup.quick { 800 } else { 2_200 };
    let mut writes = write(&clients(&service).await?, changes).await?;
    broker::finished(&jetstream, "OCOP_CATALOG", Products::NAME).await?;
    stop.cancel();
    consuming.await?;

    let mut latencies = latencies(&changed, &effects).await?;
    anyhow::ensure!(
        latencies.len() == changes,
        "{} of {changes} changes had an effect",
        latencies.len()
    );
    let mut latencies = latencies.split_off(WARM_UP);
    let figure = |what: &str, value, limit, target| Figure {
        what: format!("commit to effect at 200/s, {what}"),
        value,
        unit: Unit::Milliseconds,
        limit,
        target,
    };
    let limit = Limit {
        what: "p50 of the write, as its caller sees it",
        value: percentile(&mut writes, 0.5),
    };
    let (p50, p99) = (
        percentile(&mut latencies, 0.5),
        percentile(&mut latencies, 0.99),
    );
    Ok(vec![
        figure("p50", p50, Some(limit), Some(Target::AtMost(3.0))),
        figure("p99", p99, None, None),
    ])
}

/// A PostgreSQL that records when each transaction was committed.
async fn keeping_commit_times() -> anyhow::Result<Postgres> {
    let postgres = Postgres::start().await;
    let connection = SeaOrm::connect(postgres.url("postgres")).await?;
    connection
        .execute_unprepared("alter system set track_commit_timestamp = on")
        .await?;
    connection.close().await?;
    postgres.restart().await;
    Ok(postgres)
}

/// Makes the changes and returns how long each took its caller, in milliseconds.
async fn write(clients: &[crate::callers::Client], changes: usize) -> anyhow::Result<Vec<f64>> {
    let mut beat = tokio::time::interval(EVERY);
    let mut calls = JoinSet::new();
    for n in 0..changes {
        beat.tick().await;
        let client = clients[n % clients.len()].clone();
        calls.spawn(async move {
            let began = Instant::now();
            register(client).await?;
            anyhow::Ok((n, began.elapsed().as_secs_f64() * 1_000.0))
        });
    }
    let mut took = Vec::with_capacity(changes);
    while let Some(call) = calls.join_next().await {
        let (n, milliseconds) = call??;
        if n >= WARM_UP {
            took.push(milliseconds);
        }
    }
    Ok(took)
}

/// Milliseconds between the two commits of each change, in the order of the changes.
async fn latencies(changed: &Database, effects: &Database) -> anyhow::Result<Vec<f64>> {
    let committed = commits(changed, "audit", "aggregate_id").await?;
    let took_effect: HashMap<Uuid, f64> = commits(effects, "effects", "product_id")
        .await?
        .into_iter()
        .collect();
    committed
        .into_iter()
        .map(|(product, before)| {
            let after = took_effect
                .get(&product)
                .context("a change without effect")?;
            Ok(after - before)
        })
        .collect()
}

/// When the rows of a table were committed, in milliseconds, oldest first.
async fn commits(database: &Database, table: &str, key: &str) -> anyhow::Result<Vec<(Uuid, f64)>> {
    let sql = format!(
        "select {key} as product, (extract(epoch from pg_xact_commit_timestamp(xmin)) * 1000)::float8 as at \
         from {table} order by at"
    );
    let statement = Statement::from_string(DbBackend::Postgres, sql);
    let rows = database.reader().query_all_raw(statement).await?;
    rows.iter()
        .map(|row| Ok((row.try_get("", "product")?, row.try_get("", "at")?)))
        .collect()
}

/// Records which products there are.
pub(crate) struct Products;

impl Handler<Infallible> for Products {
    const CONSUMER: topology::Consumer = topology::Consumer {
        name: "bench-products",
        publisher: "catalog",
        aggregates: &["product"],
    };
    const EVENTS: &[&str] = &["registered.v1", "updated.v1", "retired.v1"];

    type Fact = Uuid;

    fn read(&self, event: &Event) -> Result<Uuid, HandlerError> {
        let fact: ocop_proto::catalog::v1::ProductFact =
            serde_json::from_slice(&event.data).map_err(HandlerError::undecodable)?;
        fact.id.parse().map_err(HandlerError::undecodable)
    }

    fn aggregate(product: &Uuid) -> Uuid {
        *product
    }

    async fn apply(
        &self,
        tx: &mut Tx<Infallible>,
        facts: &[(Event, Uuid)],
    ) -> Result<(), HandlerError> {
        let rows: Vec<String> = (1..=facts.len()).map(|n| format!("(${n})")).collect();
        let values: Vec<Value> = facts.iter().map(|(_, product)| (*product).into()).collect();
        let sql = format!("insert into effects (product_id) values {}", rows.join(","));
        let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, values);
        let done = tx.db().execute_raw(statement).await;
        done.map_err(StoreError::from)?;
        Ok(())
    }
}

fn publishes_nothing(event: &Infallible) -> EncodedEvent {
    match *event {}
}
