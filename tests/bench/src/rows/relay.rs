//! The relay on a backlog, beside a bare publish of the same messages in one pipeline.

use async_nats::jetstream;
use ocop_chassis::clock::Clock;
use ocop_chassis::database::Store;
use ocop_chassis::messaging::relay::Relay;
use ocop_chassis::sealing::Keyring;
use sea_orm::{ConnectionTrait as _, DbBackend};
use tokio::time::Instant;

use crate::broker::{self, PRODUCT_FACT, fresh_stream, number};
use crate::figure::{Figure, Limit, Target, Unit, median};
use crate::setup::Setup;

const STREAM: &str = "OCOP_CATALOG";

/// Events a second on both engines.
///
/// # Errors
/// An event was not sent.
pub(crate) async fn measure(setup: &Setup) -> anyhow::Result<Vec<Figure>> {
    let events = if setup.quick { 20_000 } else { 100_000 };
    let jetstream = jetstream::new(async_nats::connect(setup.nats.url()).await?);
    let (mut bare, mut from_postgres, mut from_sqlite) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..setup.rounds {
        let settings = setup.settings(&setup.database(DbBackend::Sqlite).await)?;
        fresh_stream(&jetstream, "catalog", &settings.nats).await?;
        let messages = (0..events).map(|_| broker::registered()).collect();
        bare.push(broker::publish(&jetstream, messages).await?);
        from_postgres.push(relay(setup, &jetstream, DbBackend::Postgres, events).await?);
        from_sqlite.push(relay(setup, &jetstream, DbBackend::Sqlite, events).await?);
    }
    let limit = Limit {
        what: "bare publish, 1,000 in flight",
        value: median(bare),
    };
    let figure = |engine: &str, values| Figure {
        what: format!("relay of a backlog of {events}, {engine}"),
        value: median(values),
        unit: Unit::PerSecond,
        limit: Some(limit),
        target: Some(Target::AtLeast(0.4)),
    };
    Ok(vec![
        figure("PostgreSQL", from_postgres),
        figure("SQLite", from_sqlite),
    ])
}

async fn relay(
    setup: &Setup,
    jetstream: &jetstream::Context,
    engine: DbBackend,
    events: usize,
) -> anyhow::Result<f64> {
    let (url, database) = setup.migrated(engine).await?;
    let settings = setup.settings(&url)?;
    fresh_stream(jetstream, "catalog", &settings.nats).await?;
    let backlog = if engine == DbBackend::Postgres {
        include_str!("../../sql/backlog.postgres.sql")
    } else {
        include_str!("../../sql/backlog.sqlite.sql")
    };
    let backlog = backlog
        .replace("@events", &events.to_string())
        .replace("@fact", PRODUCT_FACT);
    database.writer().execute_unprepared(&backlog).await?;

    let client = ocop_chassis::messaging::connect(&settings.nats, "catalog").await?;
    client.flush().await?;
    let store = Store::new(
        database,
        Clock::system(ocop_proto::VIET_NAM),
        ocop_catalog::transport::encode,
        Keyring::ephemeral()?,
    );
    let relay = Relay::new(&store, client, &settings.nats, "catalog");
    let began = Instant::now();
    relay.drain().await?;
    let took = began.elapsed();

    let held = jetstream
        .get_stream(STREAM)
        .await?
        .cached_info()
        .state
        .messages;
    anyhow::ensure!(
        held == events as u64,
        "the stream holds {held} of {events} events"
    );
    Ok(number(events) / took.as_secs_f64())
}
