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

use chrono::FixedOffset;
use ocop_chassis::admin::Build;
use ocop_chassis::clock::Clock;
use ocop_chassis::host::{Host, Ports, Settings};
use ocop_chassis::lifecycle::Lifecycle;
use ocop_chassis::offered;
use ocop_chassis::program::Program;
use ocop_chassis::telemetry::{self, Description};
use ocop_proto::evaluation::v1::certificate_service_server::CertificateServiceServer;
use ocop_proto::evaluation::v1::council_service_server::CouncilServiceServer;
use ocop_proto::evaluation::v1::criteria_service_server::CriteriaServiceServer;
use ocop_proto::evaluation::v1::dossier_service_server::DossierServiceServer;
use ocop_proto::evaluation::v1::evidence_service_server::EvidenceServiceServer;
use ocop_proto::evaluation::v1::monitoring_service_server::MonitoringServiceServer;
use ocop_proto::evaluation::v1::progress_service_server::ProgressServiceServer;

use application::certificate::expire_certificates;
use application::dossier::summarise_dossiers;
use application::evidence::sweep_files;
use application::programme::count_programme;
pub use config::Config;
use domain::criteria::library::Library;
use storage::evidence::Files;
use transport::Uploads;

/// Between two counts of what is shown to those who run the service.
const COUNT_INTERVAL: Duration = Duration::from_secs(60);

/// Between two looks for dossiers whose summary is not of their version.
const SUMMARY_INTERVAL: Duration = Duration::from_secs(60);

/// The metrics of its own.
pub const METRICS: &[Description] = &[
    (
        "certificates_valid",
        "Certificates that are valid today, by star.",
    ),
    (
        "dossiers_late",
        "Dossiers past the day by which the law has the next step taken.",
    ),
    (
        "dossiers_with_term",
        "Dossiers whose next step has a day by which the law has it taken.",
    ),
    (
        "evidence_expired",
        "Documents of open dossiers that are no longer valid.",
    ),
    (
        "evidence_expiring",
        "Documents of open dossiers that soon are no longer valid.",
    ),
];

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
        telemetry::describe(METRICS);
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
        host.consume(transport::Places);
        host.consume(transport::Campaigns);
        host.consume(transport::GrowingAreas);
        host.consume(transport::SalesReports);
        host.consume(transport::Trainings);
        let interval = Duration::from_secs(config.expiry.interval_seconds);
        let (store, stop) = (host.store.clone(), host.soft());
        host.every("expire-certificates", interval, move || {
            expire_certificates(store.clone(), stop.clone())
        });
        let files = Files::open(&config.objects)?;
        let uploads = Uploads::new(files.clone(), &config.objects);
        let (store, objects) = (host.store.clone(), config.objects);
        let interval = Duration::from_secs(objects.sweep_seconds);
        host.every("sweep-files", interval, move || {
            sweep_files(store.clone(), files.clone(), objects.clone())
        });
        let store = host.store.clone();
        host.every("count-programme", COUNT_INTERVAL, move || {
            count_programme(store.clone())
        });
        let (store, stop) = (host.store.clone(), host.soft());
        host.every("summarise-dossiers", SUMMARY_INTERVAL, move || {
            summarise_dossiers(store.clone(), stop.clone())
        });
        let imports_before = config.imports.day()?;
        let service = transport::Service::new(
            host.store.clone(),
            Arc::new(library),
            uploads,
            imports_before,
        );
        let build = Build::of(Self::SERVICE, Self::VERSION);
        host.serve(
            ports,
            build,
            ocop_proto::access::EVALUATION,
            transport::DOMAIN,
            |server| {
                let limit = server.max_message_bytes();
                server
                    .add_service(offered!(CriteriaServiceServer::new(service.clone()), limit))
                    .add_service(offered!(DossierServiceServer::new(service.clone()), limit))
                    .add_service(offered!(CouncilServiceServer::new(service.clone()), limit))
                    .add_service(offered!(EvidenceServiceServer::new(service.clone()), limit))
                    .add_service(offered!(
                        MonitoringServiceServer::new(service.clone()),
                        limit
                    ))
                    .add_service(offered!(ProgressServiceServer::new(service.clone()), limit))
                    .add_service(offered!(CertificateServiceServer::new(service), limit))
            },
        )
        .await
    }
}
