//! Promotion: certified products find their buyers.
//!
//! The service keeps a listing of every certified product, matches listings with what partners such as supermarket
//! chains look for, and tells the partners of everything that happens to a product they carry: on NATS subjects and by
//! signed webhooks.
//!
//! `transport → application → domain ← storage`; this file is the only place that knows them all.

pub mod application;
pub mod config;
pub mod domain;
pub mod storage;
pub mod transport;
pub mod webhook;

use std::sync::Arc;
use std::time::Duration;

use chrono::{FixedOffset, TimeDelta};
use ocop_chassis::admin::Build;
use ocop_chassis::clock::Clock;
use ocop_chassis::database::Origin;
use ocop_chassis::host::{Host, Ports, Settings};
use ocop_chassis::lifecycle::Lifecycle;
use ocop_chassis::program::Program;
use ocop_proto::promotion::v1::listing_service_server::ListingServiceServer;
use ocop_proto::promotion::v1::partner_service_server::PartnerServiceServer;
use ocop_proto::promotion::v1::subscription_service_server::SubscriptionServiceServer;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use application::{ForgetDeliveries, LookAtDates};
pub use config::Config;
use domain::schedule::Schedule;
use storage::Store;
use webhook::sender::{self, Sender};
use webhook::worker::Worker;

/// The time zone of its days.
const UTC_OFFSET: FixedOffset = ocop_proto::VIET_NAM;

/// Promotion as a program.
#[derive(Debug)]
pub struct Promotion;

impl Program for Promotion {
    const SERVICE: &'static str = "promotion";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const PREFIX: &'static str = "OCOP_PROMOTION";
    const DEFAULTS: &'static str = include_str!("../config.toml");

    const UTC_OFFSET: FixedOffset = UTC_OFFSET;

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
        let Config {
            host: settings,
            listings,
            webhooks,
        } = config;
        let schedule = webhooks.schedule();
        let mut host = Host::open::<storage::Migrator>(
            Self::SERVICE,
            &settings,
            clock,
            lifecycle,
            transport::encode,
        )
        .await?;
        host.consume(transport::Products::new(schedule.clone()));
        host.consume(transport::Certificates::new(schedule.clone()));

        let wake = Arc::new(Notify::new());
        let sender = Sender::new(&sender::Settings {
            timeout: webhooks.timeout(),
            reach: webhooks.reach(),
        })?;
        let (reach, keep) = (webhooks.reach(), webhooks.keep());
        let worker = Worker::new(host.store.clone(), sender, Arc::clone(&wake), webhooks);
        let stop = host.soft();
        host.task("webhooks", async move {
            worker.run(stop).await;
            Ok(())
        });
        let every = Duration::from_secs(listings.look_seconds);
        let (store, stop, at_once) = (host.store.clone(), host.soft(), schedule.clone());
        host.task("dates", async move {
            look(store, at_once, every, keep, stop).await;
            Ok(())
        });

        let service = transport::Service::new(host.store.clone(), schedule, reach, wake);
        let build = Build {
            service: Self::SERVICE,
            version: Self::VERSION,
        };
        host.serve(
            ports,
            build,
            ocop_proto::access::PROMOTION,
            transport::DOMAIN,
            |server| {
                let limit = server.max_message_bytes();
                let listings = ListingServiceServer::new(service.clone());
                let partners = PartnerServiceServer::new(service.clone());
                let subscriptions = SubscriptionServiceServer::new(service);
                server
                    .add_service(listings.max_decoding_message_size(limit))
                    .add_service(partners.max_decoding_message_size(limit))
                    .add_service(subscriptions.max_decoding_message_size(limit))
            },
        )
        .await
    }
}

/// Looks at dates again and again until `stop`, and forgets old deliveries.
async fn look(
    store: Store,
    schedule: Schedule,
    every: Duration,
    keep: TimeDelta,
    stop: CancellationToken,
) {
    let look = LookAtDates { schedule };
    let forget = ForgetDeliveries { age: keep };
    loop {
        let pass = async {
            while store.run(&Origin::task("dates"), &look).await? && !stop.is_cancelled() {}
            store.run(&Origin::task("forget"), &forget).await
        };
        if let Err(refusal) = pass.await {
            tracing::warn!(
                error = format!("{refusal:?}"),
                "dates could not be looked at; they are looked at again soon"
            );
        }
        let pause = tokio::time::sleep(every);
        if stop.run_until_cancelled(pause).await.is_none() {
            return;
        }
    }
}
