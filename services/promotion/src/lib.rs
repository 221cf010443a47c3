//! Promotion: certified products find their buyers.
//!
//! The service keeps a listing of every certified product, matches listings with what partners such as supermarket
//! chains look for, and notifies the partners of everything that happens to a product they carry: on NATS subjects and
//! by signed webhooks.
//!
//! `transport → application → domain ← storage`, and `webhook` and `mail`, which send what is due; this file is the only place
//! that knows them all.

pub mod application;
pub mod callout;
pub mod config;
pub mod mail;
pub mod storage;
pub mod transport;
pub mod webhook;

pub use ocop_promotion_domain as domain;

use std::sync::Arc;
use std::time::Duration;

use chrono::FixedOffset;
use ocop_chassis::admin::Build;
use ocop_chassis::clock::Clock;
use ocop_chassis::database::Origin;
use ocop_chassis::host::{Host, Ports, Settings};
use ocop_chassis::lifecycle::Lifecycle;
use ocop_chassis::offered;
use ocop_chassis::program::Program;
use ocop_chassis::telemetry::{self, Description};
use ocop_proto::promotion::v1::campaign_service_server::CampaignServiceServer;
use ocop_proto::promotion::v1::exchange_service_server::ExchangeServiceServer;
use ocop_proto::promotion::v1::gift_service_server::GiftServiceServer;
use ocop_proto::promotion::v1::listing_service_server::ListingServiceServer;
use ocop_proto::promotion::v1::partner_service_server::PartnerServiceServer;
use ocop_proto::promotion::v1::reward_service_server::RewardServiceServer;
use ocop_proto::promotion::v1::sales_point_service_server::SalesPointServiceServer;
use ocop_proto::promotion::v1::sales_service_server::SalesServiceServer;
use ocop_proto::promotion::v1::subscription_service_server::SubscriptionServiceServer;
use ocop_proto::promotion::v1::top_list_service_server::TopListServiceServer;
use ocop_proto::promotion::v1::trade_service_server::TradeServiceServer;
use tokio::sync::Notify;

use application::delivery::DeleteOldDeliveries;
use application::listing::ApplyDates;
use application::partner::EndLeftPartners;
use application::subscription::ResealSecrets;
use application::top_list::ResealVoterKeys;
use application::trade::ExpireDemands;
use callout::Callout;
pub use config::Config;
use config::{Listings, Webhooks};
use mail::Mailer;
use storage::Store;
use storage::subscription::SecretSealer;
use storage::top_list::VoterKeys;
use webhook::sender::{self, Sender};
use webhook::worker::Worker;

/// The metrics of its own.
pub const METRICS: &[Description] = &[
    (
        "mail_notices_total",
        "Notices to partners by e-mail, by outcome: sent, failed (to be tried again) or refused for good.",
    ),
    (
        "subscription_quota_refusals_total",
        "Subscriptions that a partner may not make because it has as many as it may.",
    ),
    (
        "webhook_attempts_total",
        "Attempts to deliver a webhook, by outcome.",
    ),
    (
        "webhook_delivery_seconds",
        "Time from the recording of an event to its acceptance by the receiver of a webhook.",
    ),
];

/// Promotion as a program.
#[derive(Debug)]
pub struct Promotion;

impl Program for Promotion {
    const SERVICE: &'static str = "promotion";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const PREFIX: &'static str = "OCOP_PROMOTION";
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
        let Config {
            host: settings,
            listings,
            webhooks,
            mail,
            feed,
            partner_nats,
        } = config;
        telemetry::describe(METRICS);
        metrics::counter!("subscription_quota_refusals_total").increment(0);
        let mut host = Host::open::<storage::Migrator>(
            Self::SERVICE,
            &settings,
            clock,
            lifecycle,
            transport::encode,
        )
        .await?;
        let wake = Arc::new(Notify::new());
        host.consume(transport::listing::Products {
            wake: Arc::clone(&wake),
        });
        host.consume(transport::listing::Producers {
            wake: Arc::clone(&wake),
        });
        host.consume(transport::listing::Places);
        host.consume(transport::listing::Certificates {
            wake: Arc::clone(&wake),
        });
        let sender = Sender::new(&sender::Settings {
            timeout: webhooks.timeout(),
            reach: webhooks.reach(),
        })?;
        let rules = transport::SubscriptionRules {
            reach: webhooks.reach(),
            quota: webhooks.quota(),
            sealer: SecretSealer::new(host.store.keyring()),
            sender: sender.clone(),
        };
        let service = transport::Service::new(
            host.store.clone(),
            transport::ServiceSettings {
                subscriptions: rules,
                pictures: transport::listing::Pictures::new(&feed.picture_url),
                with_nats: !partner_nats.issuer_seed.is_empty(),
                wake: wake.clone(),
            },
        );
        periodic(&mut host, &listings, &webhooks, &wake);
        let mailer = Mailer::new(host.store.clone(), &mail)?;
        host.every("mail", Duration::from_secs(mail.poll_seconds), move || {
            let mailer = mailer.clone();
            async move { mailer.send_due().await }
        });
        send(&mut host, sender, webhooks, wake);
        if !partner_nats.issuer_seed.is_empty() {
            let callout =
                Callout::connect(host.store.clone(), &settings.nats, partner_nats).await?;
            let stop = host.soft();
            host.task("partners on NATS", async move {
                callout.run(stop).await;
                Ok(())
            });
        }
        let build = Build::of(Self::SERVICE, Self::VERSION);
        host.serve(
            ports,
            build,
            ocop_proto::access::PROMOTION,
            transport::DOMAIN,
            |server| {
                let limit = server.max_message_bytes();
                server
                    .add_service(offered!(ListingServiceServer::new(service.clone()), limit))
                    .add_service(offered!(PartnerServiceServer::new(service.clone()), limit))
                    .add_service(offered!(CampaignServiceServer::new(service.clone()), limit))
                    .add_service(offered!(ExchangeServiceServer::new(service.clone()), limit))
                    .add_service(offered!(GiftServiceServer::new(service.clone()), limit))
                    .add_service(offered!(
                        SalesPointServiceServer::new(service.clone()),
                        limit
                    ))
                    .add_service(offered!(RewardServiceServer::new(service.clone()), limit))
                    .add_service(offered!(TopListServiceServer::new(service.clone()), limit))
                    .add_service(offered!(SalesServiceServer::new(service.clone()), limit))
                    .add_service(offered!(TradeServiceServer::new(service.clone()), limit))
                    .add_service(offered!(SubscriptionServiceServer::new(service), limit))
            },
        )
        .await
    }
}

/// Applies dates to listings and demands, deletes old deliveries, and seals secrets anew after the key has changed.
fn periodic(
    host: &mut Host<domain::Event>,
    listings: &Listings,
    webhooks: &Webhooks,
    wake: &Arc<Notify>,
) {
    let interval = Duration::from_secs(listings.dates_seconds);
    let (store, stop, wake) = (host.store.clone(), host.soft(), Arc::clone(wake));
    host.every("dates", interval, move || {
        let (store, stop, wake) = (store.clone(), stop.clone(), Arc::clone(&wake));
        async move {
            let dates = Origin::task("dates");
            while store.run(&dates, &ApplyDates).await? && !stop.is_cancelled() {}
            while store.run(&dates, &ExpireDemands).await? && !stop.is_cancelled() {}
            while store.run(&dates, &EndLeftPartners).await? && !stop.is_cancelled() {}
            wake.notify_one();
            Ok(())
        }
    });
    let (store, age) = (host.store.clone(), webhooks.keep());
    host.every("old deliveries", interval, move || {
        let store = store.clone();
        async move { delete_old(store, age).await }
    });
    // A key changes with a start of the service.
    let (store, day) = (host.store.clone(), Duration::from_hours(24));
    host.every("reseal secrets", day, move || {
        let store = store.clone();
        async move { reseal(store).await }
    });
}

async fn reseal(store: Store) -> anyhow::Result<()> {
    let mut after = None;
    loop {
        let sealer = SecretSealer::new(store.keyring());
        let batch = ResealSecrets { after, sealer };
        after = store.run(&Origin::task("reseal secrets"), &batch).await?;
        if after.is_none() {
            break;
        }
    }
    loop {
        let keys = VoterKeys::new(store.keyring());
        let batch = ResealVoterKeys { after, keys };
        after = store.run(&Origin::task("reseal secrets"), &batch).await?;
        if after.is_none() {
            return Ok(());
        }
    }
}

async fn delete_old(store: Store, age: chrono::TimeDelta) -> anyhow::Result<()> {
    let deletion = DeleteOldDeliveries { age };
    store
        .run(&Origin::task("old deliveries"), &deletion)
        .await?;
    Ok(())
}

/// Sends webhooks until the service stops.
fn send(host: &mut Host<domain::Event>, sender: Sender, webhooks: Webhooks, wake: Arc<Notify>) {
    let worker = Worker::new(host.store.clone(), sender, wake, webhooks);
    let stop = host.soft();
    host.task("webhooks", async move {
        worker.run(stop).await;
        Ok(())
    });
}
