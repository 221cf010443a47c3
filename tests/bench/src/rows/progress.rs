//! GetProgress with 100,000 certificates on file, beside the plain count of one dimension in pgbench.

use anyhow::Context as _;
use ocop_chassis::clock::Clock;
use ocop_chassis::database::{self, Database};
use ocop_chassis::program::settings;
use ocop_evaluation::Evaluation;
use ocop_harness::Running;
use ocop_proto::evaluation::v1::GetProgressRequest;
use ocop_proto::evaluation::v1::progress_service_client::ProgressServiceClient;
use sea_orm::{ConnectionTrait as _, DbBackend};

use crate::callers::channels;
use crate::figure::{Figure, Limit, Target, Unit, median};
use crate::load::load;
use crate::pgbench::Pgbench;
use crate::setup::{NOWHERE, Setup};

/// Few people look at a programme at once.
const CALLERS: usize = 4;

/// Answers a second.
///
/// # Errors
/// A call failed.
pub(crate) async fn measure(setup: &Setup) -> anyhow::Result<Vec<Figure>> {
    let url = setup.database(DbBackend::Postgres).await;
    seed(&url).await?;
    let as_it_comes = [("database.max_connections", "10")];
    let service = Running::start_with::<Evaluation>(
        &url,
        NOWHERE,
        Clock::system(ocop_proto::VIET_NAM),
        &as_it_comes,
    )
    .await;
    let clients: Vec<_> = channels(service.address())
        .await?
        .into_iter()
        .map(ProgressServiceClient::new)
        .collect();
    let pgbench = Pgbench::find().await;
    let script = setup.file("sql");
    std::fs::write(&script, include_str!("../../sql/count.pgbench.sql"))?;

    let (mut answers, mut limits) = (Vec::new(), Vec::new());
    for round in 0..setup.rounds {
        if let Some(pgbench) = &pgbench {
            let rate = pgbench.rate(&url, &script, CALLERS, setup.time, round);
            limits.push(rate.await?);
        }
        let load = load(CALLERS, setup.time, |caller| {
            let client = clients[caller % clients.len()].clone();
            move || {
                let mut client = client.clone();
                async move {
                    let request = GetProgressRequest {
                        as_of: "2024-06-30".to_owned(),
                        province_code: "51".to_owned(),
                        ..GetProgressRequest::default()
                    };
                    let answer = client.get_progress(request).await?.into_inner();
                    anyhow::ensure!(answer.total > 40_000, "only {} are valid", answer.total);
                    Ok(())
                }
            }
        });
        answers.push(load.await?.per_second);
    }
    let limit = (!limits.is_empty()).then(|| Limit {
        what: "pgbench, a plain count by star",
        value: median(limits),
    });
    Ok(vec![Figure {
        what: "progress with 100,000 certificates, PostgreSQL, 4 in flight".to_owned(),
        value: median(answers),
        unit: Unit::PerSecond,
        limit,
        target: limit.map(|_| Target::AtLeast(0.1)),
    }])
}

/// Gives an empty database the schema of evaluation and its certificates.
async fn seed(url: &str) -> anyhow::Result<()> {
    let overrides = [("database.url".to_owned(), url.to_owned())];
    let config = settings::<Evaluation>(None, &overrides)
        .map_err(|problems| anyhow::anyhow!("{problems}"))?;
    let database = Database::open(&config.host.database).await?;
    database::migrate::<ocop_evaluation::storage::Migrator>(&database).await?;
    let seeds = include_str!("../../sql/certificates.postgres.sql");
    let writer = database.writer();
    writer
        .execute_unprepared(seeds)
        .await
        .context("the certificates do not go in")?;
    // What autovacuum does in its own time: an index answers alone only for pages known to be seen by all.
    writer
        .execute_unprepared("vacuum analyze certificates")
        .await?;
    Ok(())
}
