//! TallyDossier: the office closes a round, counting the nine ballots of each of its 400 dossiers.
//!
//! The broker is away, so that what is measured is the count; what is recorded waits in the outbox.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use ocop_chassis::clock::Clock;
use ocop_evaluation::Evaluation;
use ocop_harness::{Bearer, Running};
use ocop_identity::Role;
use ocop_proto::evaluation::v1::TallyDossierRequest;
use ocop_proto::evaluation::v1::council_service_client::CouncilServiceClient;
use sea_orm::DbBackend;
use tokio::task::JoinSet;
use tokio::time::Instant;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;
use uuid::Uuid;

use crate::broker::number;
use crate::callers::channels;
use crate::council::{DOSSIERS, MINUTES, dossier_id, seed};
use crate::figure::{Figure, Limit, Target, Unit, median};
use crate::pgbench::Pgbench;
use crate::setup::{NOWHERE, Setup};

/// Counts in flight; the script of pgbench gives each client its share of the dossiers.
const CALLERS: usize = 16;

type Client = CouncilServiceClient<InterceptedService<Channel, Bearer>>;

/// Counts a second.
///
/// # Errors
/// A count was refused.
pub(crate) async fn measure(setup: &Setup) -> anyhow::Result<Vec<Figure>> {
    let pgbench = Pgbench::find().await;
    let script = setup.file("sql");
    std::fs::write(&script, include_str!("../../sql/tally.pgbench.sql"))?;
    let bare = setup.database(DbBackend::Postgres).await;
    seed(&bare).await?;
    let (mut counts, mut limits) = (Vec::new(), Vec::new());
    for round in 0..setup.rounds {
        if let Some(pgbench) = &pgbench {
            let rate = pgbench.rate(&bare, &script, CALLERS, setup.time, round);
            limits.push(rate.await?);
        }
        counts.push(close_a_round(setup).await?);
    }
    let limit = (!limits.is_empty()).then(|| Limit {
        what: "pgbench, the same statements",
        value: median(limits),
    });
    Ok(vec![Figure {
        what: format!("tally of {DOSSIERS} dossiers, 9 ballots each, PostgreSQL"),
        value: median(counts),
        unit: Unit::PerSecond,
        limit,
        target: limit.map(|_| Target::AtLeast(0.5)),
    }])
}

async fn close_a_round(setup: &Setup) -> anyhow::Result<f64> {
    let url = setup.database(DbBackend::Postgres).await;
    seed(&url).await?;
    let clock = Clock::fixed(ocop_harness::NOON.parse()?, ocop_proto::VIET_NAM);
    let as_it_comes = [("database.max_connections", "10"), ("nats.poll_ms", "200")];
    let service = Running::start_with::<Evaluation>(&url, NOWHERE, clock, &as_it_comes).await;
    let token = service.bearer("bench", Role::OcopOffice, "province:51");
    let channels = channels(service.address()).await?;
    let next = Arc::new(AtomicU64::new(1));
    let began = Instant::now();
    let mut callers = JoinSet::new();
    for caller in 0..CALLERS {
        let channel = channels[caller % channels.len()].clone();
        let client = CouncilServiceClient::with_interceptor(channel, token.clone());
        callers.spawn(count(client, Arc::clone(&next)));
    }
    while let Some(caller) = callers.join_next().await {
        caller??;
    }
    let took = began.elapsed();
    Ok(number(usize::try_from(DOSSIERS)?) / took.as_secs_f64())
}

/// Counts one dossier after the other, until none is left.
async fn count(mut client: Client, next: Arc<AtomicU64>) -> anyhow::Result<()> {
    loop {
        let n = next.fetch_add(1, Ordering::Relaxed);
        if n > DOSSIERS {
            return Ok(());
        }
        let request = TallyDossierRequest {
            request_id: Uuid::from_u128(u128::from(n)).to_string(),
            dossier_id: dossier_id(n).to_string(),
            tallied_on: MINUTES.to_owned(),
            ..TallyDossierRequest::default()
        };
        let answer = client.tally_dossier(request).await?.into_inner();
        let ballots = answer.tally.map_or(0, |tally| tally.ballots);
        anyhow::ensure!(ballots == 9, "{ballots} of 9 ballots were counted");
    }
}
