//! The catalog's consumer of certificates, with inbox and effect, beside bare consuming with an
//! acknowledgement each.

use async_nats::jetstream;
use ocop_catalog::transport::encode;
use ocop_catalog::transport::product::Certificates;
use ocop_chassis::clock::Clock;
use ocop_chassis::database::Store;
use ocop_chassis::messaging::consumer::{Consumer, Handler as _};
use ocop_chassis::sealing::Keyring;
use sea_orm::{ConnectionTrait as _, DbBackend, Statement};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::broker::{self, fresh_stream, number};
use crate::figure::{Figure, Limit, Target, Unit, median};
use crate::setup::Setup;

const STREAM: &str = "OCOP_EVALUATION";

/// Events a second on both engines.
///
/// # Errors
/// An event did not take effect.
pub(crate) async fn measure(setup: &Setup) -> anyhow::Result<Vec<Figure>> {
    let events = if setup.quick { 10_000 } else { 50_000 };
    let client = async_nats::connect(setup.nats.url()).await?;
    let jetstream = jetstream::new(client.clone());
    let settings = setup.settings(&setup.database(DbBackend::Sqlite).await)?;
    fresh_stream(&jetstream, "evaluation", &settings.nats).await?;
    let certificates = (0..events)
        .map(|_| broker::issued())
        .collect::<anyhow::Result<_>>()?;
    broker::publish(&jetstream, certificates).await?;

    let (mut bare, mut into_postgres, mut into_sqlite) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..setup.rounds {
        bare.push(broker::consume(&client, STREAM, events).await?);
        into_postgres.push(consume(setup, &jetstream, DbBackend::Postgres, events).await?);
        into_sqlite.push(consume(setup, &jetstream, DbBackend::Sqlite, events).await?);
    }
    let limit = Limit {
        what: "bare consuming, acknowledged",
        value: median(bare),
    };
    let figure = |engine: &str, values| Figure {
        what: format!("consumer with inbox and effect, {engine}"),
        value: median(values),
        unit: Unit::PerSecond,
        limit: Some(limit),
        target: Some(Target::AtLeast(0.2)),
    };
    Ok(vec![
        figure("PostgreSQL", into_postgres),
        figure("SQLite", into_sqlite),
    ])
}

async fn consume(
    setup: &Setup,
    jetstream: &jetstream::Context,
    engine: DbBackend,
    events: usize,
) -> anyhow::Result<f64> {
    let (url, database) = setup.migrated(engine).await?;
    let settings = setup.settings(&url)?;
    let client = ocop_chassis::messaging::connect(&settings.nats, "catalog").await?;
    client.flush().await?;
    // The one of the last run has seen everything.
    let _ = jetstream
        .get_stream(STREAM)
        .await?
        .delete_consumer(Certificates::NAME)
        .await;
    broker::set_up("evaluation", &settings.nats).await?;
    let store = Store::new(
        database.clone(),
        Clock::system(ocop_proto::VIET_NAM),
        encode,
        Keyring::ephemeral()?,
    );
    let consumer = Consumer::new(store, Certificates, client, &settings.nats, "catalog");
    let stop = CancellationToken::new();
    let began = Instant::now();
    let consuming = tokio::spawn(consumer.run(stop.clone()));
    broker::finished(jetstream, STREAM, Certificates::NAME).await?;
    let took = began.elapsed();
    stop.cancel();
    consuming.await?;

    let count = "select count(*) as held from certificates";
    let row = database
        .reader()
        .query_one_raw(Statement::from_string(engine, count))
        .await?;
    let held: i64 = row.map_or(Ok(0), |row| row.try_get("", "held"))?;
    anyhow::ensure!(
        usize::try_from(held) == Ok(events),
        "{held} of {events} events took effect"
    );
    Ok(number(events) / took.as_secs_f64())
}
