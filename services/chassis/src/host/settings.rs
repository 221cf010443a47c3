//! What every service is started with: its settings and its open ports.

use anyhow::Context as _;
use serde::Deserialize;
use tokio::net::TcpListener;

use crate::config::{Check, Problems};
use crate::{admin, database, grpc, lifecycle, messaging, sealing, telemetry, tokens};

/// The settings that every service has.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// gRPC.
    pub grpc: grpc::Settings,
    /// The port for operators.
    pub admin: admin::Settings,
    /// Log and traces.
    pub telemetry: telemetry::Settings,
    /// The database.
    pub database: database::Settings,
    /// NATS.
    pub nats: messaging::Settings,
    /// Tokens.
    pub identity: tokens::Settings,
    /// Keys that seal secrets.
    pub sealing: sealing::Settings,
    /// The end of the process.
    pub lifecycle: lifecycle::Settings,
}

impl Check for Settings {
    fn check(&self, problems: &mut Problems) {
        problems.section("grpc", &self.grpc);
        problems.section("admin", &self.admin);
        problems.section("telemetry", &self.telemetry);
        problems.section("database", &self.database);
        problems.section("nats", &self.nats);
        problems.section("identity", &self.identity);
        problems.section("sealing", &self.sealing);
        problems.section("lifecycle", &self.lifecycle);
    }
}

/// The two open ports of a service. Whoever starts it opens them, so that tests and the embedded
/// default may choose free ones and know which.
#[derive(Debug)]
pub struct Ports {
    /// For gRPC.
    pub grpc: TcpListener,
    /// For operators.
    pub admin: TcpListener,
}

impl Ports {
    /// Opens the ports that the settings name.
    ///
    /// # Errors
    /// One of them is taken or may not be opened.
    pub async fn open(settings: &Settings) -> anyhow::Result<Self> {
        let open = async |what: &str, address| {
            TcpListener::bind(address)
                .await
                .with_context(|| format!("cannot open {what} on {address}"))
        };
        Ok(Self {
            grpc: open("the port for gRPC", settings.grpc.address).await?,
            admin: open("the port for operators", settings.admin.address).await?,
        })
    }
}
