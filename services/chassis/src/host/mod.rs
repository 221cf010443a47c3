//! Everything a service is put together from, in the order in which it starts: database, schema,
//! store, NATS, relay, consumers, identity, gRPC, the port for operators.
//!
//! A service names its own parts (its migrations, its handlers, its rpcs) and leaves the rest to the
//! host, so that all services start, run and end alike.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use anyhow::Context as _;
use async_nats::connection::State;
use ocop_identity::Access;
use ocop_proto::topology;
use sea_orm_migration::MigratorTrait;
use tokio_util::sync::CancellationToken;

use crate::admin::{self, Build, Readiness};
use crate::audit::Sealer;
use crate::clock::Clock;
use crate::database::{self, Database, EncodedEvent, Store};
use crate::grpc::GrpcServer;
use crate::lifecycle::Lifecycle;
use crate::messaging::consumer::{Consumer, Handler};
use crate::messaging::dead_letters::{DeadLetters, Redriver};
use crate::messaging::relay::Relay;
use crate::messaging::set_up::SetUp;
use crate::telemetry::outage::{DATABASE, Outage};
use crate::tokens::Verifier;
use crate::{messaging, operations};

mod settings;

pub use settings::{Ports, Settings};

/// Between two looks at the database and NATS. While the database is away, no calls are sent here.
const PROBE_INTERVAL: Duration = Duration::from_secs(2);

/// Between two looks whether administrative units were added, here, by another replica or by the catalog.
const LEARN_INTERVAL: Duration = Duration::from_secs(2);

type Work = Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send>>;

/// A service being put together.
pub struct Host<E> {
    /// Its store.
    pub store: Store<E>,
    /// Its connection to NATS.
    pub client: async_nats::Client,
    service: &'static str,
    settings: Settings,
    lifecycle: Lifecycle,
    tasks: Vec<(String, Work)>,
    redrivers: Vec<(&'static str, Redriver)>,
    consumed: Vec<&'static str>,
    // Consumers and the relay end after the rpcs have: a call in flight may still record events.
    drained: CancellationToken,
}

impl<E: Send + Sync + 'static> Host<E> {
    /// Opens the database, checks or moves its schema, and reaches for NATS. Whoever migrates at the start also
    /// keeps streams and consumers set up.
    ///
    /// # Errors
    /// The database cannot be reached, its schema is stale, or the settings of NATS cannot be used.
    pub async fn open<M: MigratorTrait>(
        service: &'static str,
        settings: &Settings,
        clock: Clock,
        lifecycle: &Lifecycle,
        encode: fn(&E) -> EncodedEvent,
    ) -> anyhow::Result<Self> {
        crate::tls::install_provider();
        let keyring = settings.sealing.keyring()?;
        // Beside the opening of the database: reading the units takes about as long.
        let units = tokio::task::spawn_blocking(ocop_places::check);
        let database = Database::open(&settings.database)
            .await
            .context("cannot open the database")?;
        if settings.database.migrate_at_start {
            database::migrate::<M>(&database)
                .await
                .context("cannot bring the schema up to date")?;
        }
        is_migrated::<M>(service, &database).await?;
        let client = messaging::connect(&settings.nats, service)
            .await
            .context("cannot use the settings of NATS")?;
        let mut host = Self {
            store: Store::new(database, clock, encode, keyring),
            client,
            service,
            settings: settings.clone(),
            lifecycle: lifecycle.clone(),
            tasks: Vec::new(),
            redrivers: Vec::new(),
            consumed: Vec::new(),
            drained: CancellationToken::new(),
        };
        units
            .await?
            .context("the administrative units do not fit together")?;
        host.store
            .load_places()
            .await
            .context("cannot read the administrative units that were added")?;
        let store = host.store.clone();
        host.every("places", LEARN_INTERVAL, move || {
            let store = store.clone();
            async move { Ok(store.load_places().await?) }
        });
        if settings.database.migrate_at_start {
            let set_up = set_up(&settings.nats, service).await?;
            let stop = host.drained.clone();
            host.task("set-up", async move {
                set_up.keep(stop).await;
                Ok(())
            });
        }
        Ok(host)
    }

    /// Adds a handler of another service's events.
    pub fn consume<H: Handler<E>>(&mut self, handler: H) {
        let consumer = Consumer::new(
            self.store.clone(),
            handler,
            self.client.clone(),
            &self.settings.nats,
            self.service,
        );
        self.redrivers.push(consumer.redriver());
        self.consumed.push(H::NAME);
        let stop = self.lifecycle.soft();
        self.task(H::NAME, async move {
            consumer.run(stop).await;
            Ok(())
        });
    }

    /// Adds a task of the service's own. It must end when the lifecycle's soft token is cancelled.
    pub fn task(
        &mut self,
        name: &str,
        work: impl Future<Output = anyhow::Result<()>> + Send + 'static,
    ) {
        self.tasks
            .push((format!("{}: {name}", self.service), Box::pin(work)));
    }

    /// Adds a task that runs `work` at the start and then each time `interval` has passed since it ended,
    /// until the service stops. The first of several failures is logged; the work is tried again after the interval.
    pub fn every<W>(
        &mut self,
        name: &'static str,
        interval: Duration,
        mut work: impl FnMut() -> W + Send + 'static,
    ) where
        W: Future<Output = anyhow::Result<()>> + Send,
    {
        let stop = self.lifecycle.soft();
        let outage = Outage::new("what a periodic task needs", Duration::ZERO);
        self.task(name, async move {
            loop {
                match work().await {
                    Ok(()) => outage.works(name),
                    Err(error) => outage.failed(name, &format!("{error:#}")),
                }
                let pause = tokio::time::sleep(interval);
                if stop.run_until_cancelled(pause).await.is_none() {
                    return Ok(());
                }
            }
        });
    }

    /// The token that is cancelled when the service should take no new work.
    pub fn soft(&self) -> CancellationToken {
        self.lifecycle.soft()
    }

    /// Starts everything and returns once the service serves. `add` adds the rpcs of the service.
    ///
    /// # Errors
    /// The keys of the issuer cannot be read, or a consumer of the service has no handler.
    pub async fn serve(
        mut self,
        ports: Ports,
        build: Build,
        table: &'static [Access],
        domain: &'static str,
        add: impl FnOnce(GrpcServer) -> GrpcServer,
    ) -> anyhow::Result<()> {
        all_consumed(self.service, &self.consumed)?;
        let verifier = Verifier::new(&self.settings.identity, self.store.clock().clone()).await?;
        let admin_tls = self.settings.admin.tls()?;
        let readiness = Readiness::new();
        let database_gate = readiness.required(self.service, "database");
        database_gate.set(true);
        let room_gate = readiness.shown(self.service, "database_room");
        room_gate.set(true);
        let nats_gate = readiness.shown(self.service, "nats");

        let redrivers = std::mem::take(&mut self.redrivers);
        let letters = DeadLetters::new(self.client.clone(), self.service, redrivers);
        let operations = operations::Service::new(&self.store, self.client.clone(), letters);
        let server = GrpcServer::new(
            &self.settings.grpc,
            verifier.clone(),
            (self.store.clock().clone(), self.store.places().clone()),
            &[table, ocop_proto::access::OPERATIONS],
            domain,
        );
        let limit = server.max_message_bytes();
        let server = add(server.add_service(operations.server(limit)));

        let relay = Relay::new(
            &self.store,
            self.client.clone(),
            &self.settings.nats,
            self.service,
        );
        let (service, lifecycle, drained) =
            (self.service, self.lifecycle.clone(), self.drained.clone());
        let task = |name: &str| format!("{service}: {name}");
        let (stop, ready) = (lifecycle.soft(), readiness.clone());
        lifecycle.spawn(task("gRPC"), async move {
            let served = server.serve(ports.grpc, ready, stop).await;
            drained.cancel();
            served
        });
        let drained = self.drained.clone();
        // Operators may look until the last event is sent, and no longer: a task that waits for the hard token would make
        // every end an overrun.
        let over = CancellationToken::new();
        let sent = over.clone();
        lifecycle.spawn(task("relay"), async move {
            relay.run(drained).await;
            sent.cancel();
            Ok(())
        });
        let stop = lifecycle.soft();
        lifecycle.spawn(task("keys"), async move {
            verifier.refresh(stop).await;
            Ok(())
        });
        let sealer = Sealer::new(self.store.database().clone(), self.store.clock().clone());
        let interval = Duration::from_secs(self.settings.database.seal_seconds);
        let stop = lifecycle.soft();
        lifecycle.spawn(task("audit seals"), async move {
            sealer.run(interval, stop).await;
            Ok(())
        });
        let (stop, database) = (lifecycle.soft(), self.store.database().clone());
        let client = self.client.clone();
        lifecycle.spawn(task("probe"), async move {
            let probed = async {
                loop {
                    let reached = database.ping().await;
                    match &reached {
                        Ok(()) => DATABASE.works("a probe"),
                        Err(error) => DATABASE.failed("a probe", &database::plainly(error)),
                    }
                    database_gate.set(reached.is_ok());
                    room_gate.set(database.has_room());
                    database.report_connections(service);
                    nats_gate.set(client.connection_state() == State::Connected);
                    tokio::time::sleep(PROBE_INTERVAL).await;
                }
            };
            stop.run_until_cancelled(probed).await;
            Ok(())
        });
        lifecycle.spawn(
            task("admin"),
            admin::serve(ports.admin, admin_tls, build, readiness, over),
        );
        for (name, work) in self.tasks {
            lifecycle.spawn(name, work);
        }
        Ok(())
    }
}

/// Checks that the schema of a database is that of this program.
///
/// # Errors
/// Migrations are missing, or the schema cannot be read.
pub(crate) async fn is_migrated<M: MigratorTrait>(
    service: &str,
    database: &Database,
) -> anyhow::Result<()> {
    let pending = database::pending::<M>(database)
        .await
        .context("cannot read the schema")?;
    anyhow::ensure!(
        pending.is_empty(),
        "the schema of {service} is stale: run `{service} migrate` first; missing: {}",
        pending.join(", ")
    );
    Ok(())
}

/// What sets up the stream of a service and the consumers that read it.
///
/// # Errors
/// The settings of NATS cannot be used.
pub(crate) async fn set_up(
    settings: &messaging::Settings,
    service: &'static str,
) -> anyhow::Result<SetUp> {
    let read_by = topology::service(service)
        .into_iter()
        .flat_map(topology::Service::read_by)
        .copied();
    SetUp::connect(settings, service, read_by)
        .await
        .context("cannot use the settings of NATS for the set-up")
}

/// Checks that a service handles the events that the topology says it consumes, and no others.
fn all_consumed(service: &str, consumed: &[&str]) -> anyhow::Result<()> {
    let declared = topology::service(service).map_or(&[][..], |service| service.consumers);
    for consumer in declared {
        let name = consumer.name;
        anyhow::ensure!(consumed.contains(&name), "{service} does not handle {name}");
    }
    for name in consumed {
        let known = declared.iter().any(|consumer| consumer.name == *name);
        anyhow::ensure!(known, "{name} is not declared as a consumer of {service}");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declared_consumer_without_a_handler_stops_the_start() {
        assert!(all_consumed("catalog", &["catalog-certificates"]).is_ok());
        let forgotten = all_consumed("catalog", &[]).unwrap_err();
        assert!(forgotten.to_string().contains("catalog-certificates"));
        assert!(all_consumed("catalog", &["catalog-certificates", "other"]).is_err());
    }
}
