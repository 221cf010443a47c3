//! The catalog: administrative units, producers and products, with each product's star of today.
//!
//! `transport → application → domain ← storage`; this file is the only place that knows them all.

pub mod application;
pub mod storage;
pub mod transport;

pub use ocop_catalog_domain as domain;

use chrono::FixedOffset;
use ocop_chassis::admin::Build;
use ocop_chassis::clock::Clock;
use ocop_chassis::host::{Host, Ports, Settings};
use ocop_chassis::lifecycle::Lifecycle;
use ocop_chassis::offered;
use ocop_chassis::program::Program;
use ocop_proto::catalog::v1::catalog_service_server::CatalogServiceServer;
use ocop_proto::catalog::v1::growing_area_service_server::GrowingAreaServiceServer;
use ocop_proto::catalog::v1::merging_service_server::MergingServiceServer;
use ocop_proto::catalog::v1::support_service_server::SupportServiceServer;
use ocop_proto::catalog::v1::trace_service_server::TraceServiceServer;

/// The settings of the catalog: those that every service has.
pub type Config = Settings;

/// The catalog as a program.
#[derive(Debug)]
pub struct Catalog;

impl Program for Catalog {
    const SERVICE: &'static str = "catalog";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const PREFIX: &'static str = "OCOP_CATALOG";
    const DEFAULTS: &'static str = include_str!("../config.toml");

    const UTC_OFFSET: FixedOffset = ocop_proto::VIET_NAM;

    type Config = Config;
    type Migrator = storage::Migrator;

    fn host(config: &Config) -> &Settings {
        config
    }

    async fn run(
        config: Config,
        ports: Ports,
        clock: Clock,
        lifecycle: &Lifecycle,
    ) -> anyhow::Result<()> {
        let mut host = Host::open::<storage::Migrator>(
            Self::SERVICE,
            &config,
            clock,
            lifecycle,
            transport::encode,
        )
        .await?;
        host.consume(transport::product::Certificates);
        let service = transport::Service::new(host.store.clone());
        let build = Build::of(Self::SERVICE, Self::VERSION);
        host.serve(
            ports,
            build,
            ocop_proto::access::CATALOG,
            transport::DOMAIN,
            |server| {
                let limit = server.max_message_bytes();
                server
                    .add_service(offered!(CatalogServiceServer::new(service.clone()), limit))
                    .add_service(offered!(
                        GrowingAreaServiceServer::new(service.clone()),
                        limit
                    ))
                    .add_service(offered!(MergingServiceServer::new(service.clone()), limit))
                    .add_service(offered!(SupportServiceServer::new(service.clone()), limit))
                    .add_service(offered!(TraceServiceServer::new(service), limit))
            },
        )
        .await
    }
}
