//! The evaluation service: from a producer's dossier to a certificate of three to five stars, and to
//! the certificate's end.
//!
//! `transport → application → domain ← storage`; this file is the only place that knows them all.

pub mod application;
pub mod config;
pub mod storage;
pub mod transport;

pub use ocop_evaluation_domain as domain;

use std::sync::Arc;
use std::time::Duration;

use chrono::{Days, FixedOffset, TimeDelta};
use ocop_chassis::admin::Build;
use ocop_chassis::clock::Clock;
use ocop_chassis::database::Origin;
use ocop_chassis::host::{Host, Ports, Settings};
use ocop_chassis::lifecycle::Lifecycle;
use ocop_chassis::program::Program;
use ocop_proto::evaluation::v1::certificate_service_server::CertificateServiceServer;
use ocop_proto::evaluation::v1::council_service_server::CouncilServiceServer;
use ocop_proto::evaluation::v1::criteria_service_server::CriteriaServiceServer;
use ocop_proto::evaluation::v1::dossier_service_server::DossierServiceServer;
use ocop_proto::evaluation::v1::evidence_service_server::EvidenceServiceServer;
use ocop_proto::evaluation::v1::monitoring_service_server::MonitoringServiceServer;
use ocop_proto::evaluation::v1::progress_service_server::ProgressServiceServer;
use tokio_util::sync::CancellationToken;

use crate::application::certificate::ExpireCertificates;
use crate::application::evidence::SweepFile;
pub use config::Config;
use domain::criteria::library::Library;
use storage::{Files, Store};
use transport::Uploads;

/// The evaluation service as a program.
#[derive(Debug)]
pub struct Evaluation;

impl Program for Evaluation {
    const SERVICE: &'static str = "evaluation";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const PREFIX: &'static str = "OCOP_EVALUATION";
    const DEFAULTS: &'static str = include_str!("../config.toml");

    const UTC_OFFSET: FixedOffset = ocop_proto::VIET_NAM;

    type Config = Config;
    type Migrator = storage::Migrator;

    fn host(config: &Config) -> &Settings {
        &config.host
    }

    async fn run(
        config: Config,
        ports: Ports,
        clock: Clock,
        lifecycle: &Lifecycle,
    ) -> anyhow::Result<()> {
        let library = Library::load().map_err(|defects| {
            let defects: Vec<String> = defects.iter().map(ToString::to_string).collect();
            anyhow::anyhow!("the criteria cannot be used: {}", defects.join("; "))
        })?;
        let mut host = Host::open::<storage::Migrator>(
            Self::SERVICE,
            &config.host,
            clock,
            lifecycle,
            transport::encode,
        )
        .await?;
        host.consume(transport::Products);
        host.consume(transport::Producers);
        let every = Duration::from_secs(config.expiry.interval_seconds);
        let (store, stop) = (host.store.clone(), host.soft());
        host.task("expiry", async move {
            expire(store, every, stop).await;
            Ok(())
        });
        let files = Files::open(&config.objects)?;
        let uploads = Uploads::new(files.clone(), &config.objects);
        let (store, stop) = (host.store.clone(), host.soft());
        host.task("evidence", async move {
            sweep(store, files, config.objects, stop).await;
            Ok(())
        });
        let service = transport::Service::new(host.store.clone(), Arc::new(library), uploads);
        let build = Build {
            service: Self::SERVICE,
            version: Self::VERSION,
        };
        host.serve(
            ports,
            build,
            ocop_proto::access::EVALUATION,
            transport::DOMAIN,
            |server| {
                let limit = server.max_message_bytes();
                server
                    .add_service(
                        CriteriaServiceServer::new(service.clone())
                            .max_decoding_message_size(limit),
                    )
                    .add_service(
                        DossierServiceServer::new(service.clone()).max_decoding_message_size(limit),
                    )
                    .add_service(
                        CouncilServiceServer::new(service.clone()).max_decoding_message_size(limit),
                    )
                    .add_service(
                        EvidenceServiceServer::new(service.clone())
                            .max_decoding_message_size(limit),
                    )
                    .add_service(
                        MonitoringServiceServer::new(service.clone())
                            .max_decoding_message_size(limit),
                    )
                    .add_service(
                        ProgressServiceServer::new(service.clone())
                            .max_decoding_message_size(limit),
                    )
                    .add_service(
                        CertificateServiceServer::new(service).max_decoding_message_size(limit),
                    )
            },
        )
        .await
    }
}

/// Most products checked in one transaction, and files in one query.
const BATCH: u64 = 100;

/// Publishes that certificates end soon or have ended, batch by batch, until `stop`. Every pass moves the next day of
/// what it looked at past today, so that the batches come to an end.
async fn expire(store: Store, every: Duration, stop: CancellationToken) {
    let origin = Origin::task("expire-certificates");
    loop {
        let pass = async {
            loop {
                let today = store.clock().today();
                let products = storage::due(&store, today, BATCH).await?;
                if products.is_empty() || stop.is_cancelled() {
                    return Ok::<_, application::Error>(());
                }
                let events = store
                    .run(&origin, &ExpireCertificates { products, today })
                    .await?;
                if events > 0 {
                    tracing::info!(events, "certificates end soon or have ended");
                }
            }
        };
        if let Err(error) = pass.await {
            tracing::warn!(
                error = format!("{error:#}"),
                "the ends of certificates could not be published; trying again later"
            );
        }
        if stop
            .run_until_cancelled(tokio::time::sleep(every))
            .await
            .is_none()
        {
            return;
        }
    }
}

/// Removes orphaned files, and counts documents that have expired or will soon, until `stop`.
async fn sweep(
    store: Store,
    files: Files,
    settings: storage::evidence::files::Settings,
    stop: CancellationToken,
) {
    let every = Duration::from_secs(settings.sweep_seconds);
    loop {
        if let Err(error) = sweep_once(&store, &files, &settings).await {
            tracing::warn!(
                error = format!("{error:#}"),
                "orphaned files could not be removed; trying again later"
            );
        }
        if stop
            .run_until_cancelled(tokio::time::sleep(every))
            .await
            .is_none()
        {
            return;
        }
    }
}

async fn sweep_once(
    store: &Store,
    files: &Files,
    settings: &storage::evidence::files::Settings,
) -> anyhow::Result<()> {
    let today = store.clock().today();
    let soon = today + Days::new(settings.expiring_days);
    let expired = storage::count_expiring(store, None, today).await?;
    let expiring = storage::count_expiring(store, Some(today), soon).await?;
    metrics::gauge!("evidence_expired").set(expired as f64);
    metrics::gauge!("evidence_expiring").set(expiring as f64);

    let origin = Origin::task("sweep-files");
    let keep = TimeDelta::hours(settings.orphan_hours.cast_signed());
    let before = store.clock().now() - keep;
    let staged = files.remove_staged(before).await?;
    let mut removed = 0;
    loop {
        let orphaned = storage::orphaned_files(store, before, BATCH).await?;
        if orphaned.is_empty() {
            break;
        }
        for key in orphaned {
            let files = files.clone();
            let gone = store.run(&origin, &SweepFile { files, key, keep }).await?;
            removed += usize::from(gone);
        }
    }
    if removed + staged > 0 {
        tracing::info!(removed, staged, "orphaned files were removed");
    }
    Ok(())
}
