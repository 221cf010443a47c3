//! A service running in the test's own process, on real ports, with a clock that the test sets and
//! tokens that the test signs.

use std::net::SocketAddr;

use chrono::TimeDelta;
use ocop_chassis::clock::Clock;
use ocop_chassis::host::Ports;
use ocop_chassis::lifecycle::Lifecycle;
use ocop_chassis::program::{Program, settings};
use ocop_chassis::tokens::development::DevelopmentKeys;
use ocop_identity::{Role, Scope};
use tokio::task::JoinHandle;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::service::Interceptor;
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Status};

use crate::kept_events::Keeping;

/// The instant at which the clocks of tests begin, unless a test chooses another.
pub const NOON: &str = "2026-11-20T05:00:00Z";

const ISSUER: &str = "tests";
const AUDIENCE: &str = "ocop";

/// A key that seals secrets, as the setting `sealing.keys` takes it.
pub const SEALING_KEY: &str = "tests:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

/// A running service. It is aborted when it is dropped.
pub struct Running {
    /// Its clock.
    pub clock: Clock,
    address: SocketAddr,
    admin: SocketAddr,
    channel: Channel,
    keys: DevelopmentKeys,
    lifecycle: Lifecycle,
    over: Option<JoinHandle<anyhow::Result<()>>>,
    _kept: Option<Keeping>,
    _folder: tempfile::TempDir,
}

impl Running {
    /// Starts `P` on a database and a NATS server, with a fixed clock at [`NOON`].
    ///
    /// # Panics
    /// When it does not start.
    pub async fn start<P: Program>(database: &str, nats: &str) -> Self {
        let clock = Clock::fixed(NOON.parse().expect("noon is an instant"), P::UTC_OFFSET);
        Self::start_with::<P>(database, nats, clock, &[]).await
    }

    /// The same with a clock and settings of the test's choice.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn start_with<P: Program>(
        database: &str,
        nats: &str,
        clock: Clock,
        more: &[(&str, &str)],
    ) -> Self {
        let kept = Keeping::of(P::SERVICE, nats).await;
        let nats = kept.as_ref().map_or(nats, Keeping::url);
        let folder = tempfile::tempdir().expect("a folder for the keys");
        let keys = DevelopmentKeys::open(folder.path()).expect("keys of its own");
        let jwks = keys.jwks_path().display().to_string();
        let mut overrides: Vec<(String, String)> = [
            ("grpc.address", "127.0.0.1:0"),
            ("admin.address", "127.0.0.1:0"),
            ("database.url", database),
            ("database.max_connections", "4"),
            ("database.migrate_at_start", "true"),
            ("nats.url", nats),
            ("nats.poll_ms", "50"),
            ("nats.ack_seconds", "2"),
            ("nats.compare_seconds", "1"),
            ("identity.issuer", ISSUER),
            ("identity.audience", AUDIENCE),
            ("identity.jwks", &jwks),
            ("sealing.keys", SEALING_KEY),
            ("lifecycle.drain_seconds", "10"),
        ]
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .to_vec();
        overrides.extend(
            more.iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned())),
        );
        let config =
            settings::<P>(None, &overrides).unwrap_or_else(|problems| panic!("{problems}"));
        let host = P::host(&config).clone();
        let ports = Ports::open(&host).await.expect("free ports");
        let address = ports.grpc.local_addr().expect("an address");
        let admin = ports.admin.local_addr().expect("an address");
        let lifecycle = Lifecycle::new(&host.lifecycle);
        P::run(config, ports, clock.clone(), &lifecycle)
            .await
            .expect("the service starts");
        let living = lifecycle.clone();
        let over = tokio::spawn(async move { Ok(living.run(std::future::pending()).await?) });
        let channel = Endpoint::from_shared(format!("http://{address}"))
            .expect("an address is an endpoint")
            .connect_lazy();
        Self {
            clock,
            address,
            admin,
            channel,
            keys,
            lifecycle,
            over: Some(over),
            _kept: kept,
            _folder: folder,
        }
    }

    /// Where it is reached.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where its operators reach it.
    pub fn admin(&self) -> SocketAddr {
        self.admin
    }

    /// A channel to it.
    pub fn channel(&self) -> Channel {
        self.channel.clone()
    }

    /// A token of `subject`, good for an hour by the clock of the service.
    ///
    /// # Panics
    /// When the scope is not one.
    pub fn token(&self, subject: &str, role: Role, scope: &str) -> String {
        let scope: Scope = scope.parse().expect("a scope");
        self.keys
            .token(
                subject,
                &[(role, scope)],
                ISSUER,
                AUDIENCE,
                TimeDelta::hours(1),
                self.clock.now(),
            )
            .expect("the key signs")
    }

    /// What puts that token on every call of a client.
    ///
    /// # Panics
    /// When the scope is not one.
    pub fn bearer(&self, subject: &str, role: Role, scope: &str) -> Bearer {
        Bearer::of(&self.token(subject, role, scope))
    }

    /// Drains it as SIGTERM would, and waits for its end.
    ///
    /// # Panics
    /// When it does not end well.
    pub async fn stop(mut self) {
        self.lifecycle.shutdown();
        let over = self.over.take().expect("it is stopped once");
        over.await
            .expect("it did not panic")
            .expect("it drained in time");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.lifecycle.abort();
    }
}

/// Puts a token on every call.
#[derive(Clone, Debug)]
pub struct Bearer(MetadataValue<Ascii>);

impl Bearer {
    /// For a token.
    ///
    /// # Panics
    /// When it is not ASCII.
    pub fn of(token: &str) -> Self {
        Self(format!("Bearer {token}").parse().expect("a token is ASCII"))
    }
}

impl Interceptor for Bearer {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        request
            .metadata_mut()
            .insert("authorization", self.0.clone());
        Ok(request)
    }
}

/// The reason of a refused call and the fields that it names.
///
/// # Panics
/// When it has no reason: every refusal must have one.
pub fn reason_of(status: &Status) -> (String, Vec<String>) {
    use tonic_types::StatusExt as _;

    let details = status.get_error_details();
    let reason = details
        .error_info()
        .unwrap_or_else(|| panic!("no reason in {status:?}"))
        .reason
        .clone();
    let fields = details.bad_request().map(|bad| {
        bad.field_violations
            .iter()
            .map(|v| v.field.clone())
            .collect()
    });
    (reason, fields.unwrap_or_default())
}
