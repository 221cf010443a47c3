//! The whole embedded system: put together, running, drained.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context as _;
use ocop_chassis::clock::Clock;
use ocop_chassis::config::{Problems, Secret};
use ocop_chassis::host::Ports;
use ocop_chassis::lifecycle::{self, Lifecycle};
use ocop_chassis::program::{self, Program};
use ocop_chassis::sealing;
use ocop_chassis::telemetry;
use ocop_chassis::tokens::development::DevelopmentKeys;
use tokio::net::TcpListener;

use super::directory::{Addresses, DataDirectory};
use super::nats::Nats;
use super::nats_accounts::ISSUER_SEED;
use super::nats_users::{PARTNERS, SYSTEM, set_up_user};
use super::options::Options;
use super::{AUDIENCE, ISSUER, SERVICES, keys_directory, nats_program};
use crate::errors::Refused;

/// Seconds that calls in flight are given at the end.
const DRAIN: u64 = 10;

/// How long a port may be held by a broker that ends with the `ocop up` that was killed.
const HELD: Duration = Duration::from_secs(5);

/// A running system.
pub(crate) struct System {
    /// Where everything is.
    pub(crate) addresses: Addresses,
    /// The program and version of the broker.
    pub(crate) nats_version: String,
    /// The keys that sign tokens.
    pub(crate) keys: DevelopmentKeys,
    lifecycle: Lifecycle,
    nats: Nats,
    directory: DataDirectory,
    _telemetry: telemetry::Guard,
}

impl System {
    /// Starts everything in `directory` and returns once all services serve. SIGINT and SIGTERM are listened to from the
    /// moment that there is something to stop.
    ///
    /// # Errors
    /// Another process has locked the directory, there is no broker to start, a service does not start, or
    /// [`StoppedEarly`].
    pub(crate) async fn start(
        directory: &Path,
        options: &Options,
        clock: Clock,
    ) -> anyhow::Result<Self> {
        let program = nats_program::find(options.nats_server.as_deref(), &options.search).await?;
        let directory = DataDirectory::lock(directory)?;
        let keys = DevelopmentKeys::open(&keys_directory(directory.path()))?;
        let telemetry = start_telemetry(options)?;
        let lifecycle = Lifecycle::new(&lifecycle::Settings {
            drain_seconds: DRAIN,
        });
        lifecycle.listen_to_signals()?;
        let nats_port = options.port_of_nats();
        until_free(nats_port).await?;
        let nats = Nats::start(&program, directory.path(), nats_port).await?;
        let mut starting = Starting {
            lifecycle: lifecycle.clone(),
            clock,
            directory: directory.path().to_owned(),
            jwks: keys.jwks_path().display().to_string(),
            sealing_key: sealing::key_in(&keys_directory(directory.path()))?,
            log: options.log(),
            addresses: Addresses {
                services: BTreeMap::new(),
                admin: BTreeMap::new(),
                nats: nats.url.clone(),
            },
        };
        let started = lifecycle
            .unless_ended(starting.services(options, &nats))
            .await
            .unwrap_or_else(|| Err(StoppedEarly.into()));
        let addresses = starting.addresses;
        if let Err(error) = started {
            lifecycle.abort();
            nats.stop().await;
            return Err(error);
        }
        directory.write_addresses(&addresses)?;
        Ok(Self {
            addresses,
            nats_version: program.version,
            keys,
            lifecycle,
            nats,
            directory,
            _telemetry: telemetry,
        })
    }

    /// The directory with all that is kept.
    pub(crate) fn directory(&self) -> &Path {
        self.directory.path()
    }

    /// What `work` gives, or nothing once a signal has come.
    pub(crate) async fn unless_signalled<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        self.lifecycle.unless_ended(work).await
    }

    /// Runs until SIGINT or SIGTERM, then drains and stops.
    ///
    /// # Errors
    /// A task of a service died, or the drain time passed.
    pub(crate) async fn run_until_signalled(self) -> anyhow::Result<()> {
        let outcome = self.lifecycle.run_until_shutdown().await;
        self.end(outcome).await
    }

    /// Drains and stops.
    ///
    /// # Errors
    /// A task of a service had died, or the drain time passed.
    pub(crate) async fn stop(self) -> anyhow::Result<()> {
        let outcome = self.lifecycle.run(std::future::ready(())).await;
        self.end(outcome).await
    }

    async fn end(self, outcome: Result<(), lifecycle::Failure>) -> anyhow::Result<()> {
        self.directory.remove_addresses();
        // The broker goes last: the relays send what is left while they drain.
        self.nats.stop().await;
        Ok(outcome?)
    }
}

/// A signal came before all services served.
#[derive(Debug, thiserror::Error)]
#[error("stopped before everything was up")]
pub(crate) struct StoppedEarly;

/// One log for all three: settings of the first service, since they are the same for each.
fn start_telemetry(options: &Options) -> anyhow::Result<telemetry::Guard> {
    let overrides = [("telemetry.filter".to_owned(), options.log())];
    let config = settings::<ocop_catalog::Catalog>(&overrides).map_err(|problems| {
        let said = problems.to_string();
        // What the command line gave is said with its own name.
        if said.contains("telemetry.filter") {
            Refused::Misuse(said.replace("telemetry.filter", "--log")).into()
        } else {
            anyhow::Error::from(problems)
        }
    })?;
    telemetry::start(&ocop_catalog::Catalog::host(&config).telemetry, "ocop")
}

/// The settings of a service. `OCOP_CATALOG_ADDRESS` is one of the client's.
fn settings<P: Program>(overrides: &[(String, String)]) -> Result<P::Config, Problems> {
    program::embedded_settings::<P>(overrides, &["ADDRESS"])
}

struct Starting {
    lifecycle: Lifecycle,
    clock: Clock,
    directory: PathBuf,
    jwks: String,
    sealing_key: Secret,
    log: String,
    addresses: Addresses,
}

impl Starting {
    async fn services(&mut self, options: &Options, nats: &Nats) -> anyhow::Result<()> {
        self.service::<ocop_catalog::Catalog>(options, nats, &[])
            .await?;
        let objects = format!("file://{}", self.directory.join("objects").display());
        let files = [("objects.url", objects.as_str())];
        self.service::<ocop_evaluation::Evaluation>(options, nats, &files)
            .await?;
        // Webhook receivers of a developer are on this machine and speak plain HTTP.
        let password = |user: &str| nats.passwords.get(user).map_or("", String::as_str);
        let here = [
            ("webhooks.allow_loopback", "true"),
            ("webhooks.allow_http", "true"),
            ("partner_nats.issuer_seed", password(ISSUER_SEED)),
            ("partner_nats.user", PARTNERS),
            ("partner_nats.password", password(PARTNERS)),
            ("partner_nats.system_user", SYSTEM),
            ("partner_nats.system_password", password(SYSTEM)),
        ];
        self.service::<ocop_promotion::Promotion>(options, nats, &here)
            .await?;
        let missing = SERVICES
            .into_iter()
            .find(|name| !self.addresses.services.contains_key(*name));
        anyhow::ensure!(missing.is_none(), "the service {missing:?} is not started");
        Ok(())
    }

    async fn service<P: Program>(
        &mut self,
        options: &Options,
        nats: &Nats,
        more: &[(&str, &str)],
    ) -> anyhow::Result<()> {
        let name = P::SERVICE;
        let database = self.directory.join(format!("{name}.db"));
        let set_up = set_up_user(name);
        let mut overrides: Vec<(String, String)> = [
            (
                "database.url",
                format!("sqlite://{}?mode=rwc", database.display()),
            ),
            ("database.migrate_at_start", "true".to_owned()),
            ("nats.url", nats.url.clone()),
            ("nats.user", name.to_owned()),
            (
                "nats.password",
                nats.passwords.get(name).cloned().unwrap_or_default(),
            ),
            ("nats.setup_user", set_up.clone()),
            (
                "nats.setup_password",
                nats.passwords.get(&set_up).cloned().unwrap_or_default(),
            ),
            ("identity.jwks", self.jwks.clone()),
            ("identity.issuer", ISSUER.to_owned()),
            ("identity.audience", AUDIENCE.to_owned()),
            ("sealing.keys", self.sealing_key.reveal().to_owned()),
        ]
        .into_iter()
        .chain(more.iter().map(|(key, value)| (*key, (*value).to_owned())))
        .map(|(key, value)| (key.to_owned(), value))
        .collect();
        overrides.push(("telemetry.filter".to_owned(), self.log.clone()));
        let config = settings::<P>(&overrides)
            .with_context(|| format!("the settings of {name} are wrong"))?;
        let (grpc, admin) = options.ports_of(name);
        let ports = Ports {
            grpc: listen(grpc).await?,
            admin: listen(admin).await?,
        };
        let (grpc, admin) = (ports.grpc.local_addr()?, ports.admin.local_addr()?);
        P::run(config, ports, self.clock.clone(), &self.lifecycle)
            .await
            .with_context(|| format!("{name} does not start"))?;
        self.addresses
            .services
            .insert(name.to_owned(), format!("http://{grpc}"));
        self.addresses
            .admin
            .insert(name.to_owned(), format!("http://{admin}"));
        Ok(())
    }
}

async fn listen(port: u16) -> anyhow::Result<TcpListener> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    TcpListener::bind(address)
        .await
        .map_err(|error| match error.kind() {
            std::io::ErrorKind::AddrInUse => anyhow::anyhow!(
                "another program listens on {address}, perhaps another `ocop up`. Take free ports with --ports free, or \
                 name them with --catalog-port, --evaluation-port, --promotion-port and --nats-port."
            ),
            _ => anyhow::Error::new(error).context(format!("cannot listen on {address}")),
        })
}

/// Waits until the port can be had. The broker takes it itself, and says of a port that is taken only that in its log.
async fn until_free(port: u16) -> anyhow::Result<()> {
    let until = tokio::time::Instant::now() + HELD;
    loop {
        match listen(port).await {
            Ok(_) => return Ok(()),
            Err(error) if tokio::time::Instant::now() > until => return Err(error),
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}
