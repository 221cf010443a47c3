//! What every service is started with: its settings and its open ports.

use std::net::SocketAddr;

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
        if one_excludes_the_other(self.grpc.address, self.admin.address) {
            problems.add("admin.address", "another port than that of grpc.address");
        }
        problems.section("telemetry", &self.telemetry);
        problems.section("database", &self.database);
        problems.section("nats", &self.nats);
        problems.section("identity", &self.identity);
        problems.section("sealing", &self.sealing);
        problems.section("lifecycle", &self.lifecycle);
    }
}

/// Whether two addresses cannot both be listened to. Port 0 is any that is free.
fn one_excludes_the_other(one: SocketAddr, other: SocketAddr) -> bool {
    let overlaps =
        one.ip() == other.ip() || one.ip().is_unspecified() || other.ip().is_unspecified();
    one.port() == other.port() && one.port() != 0 && overlaps
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_ports_of_a_service_are_different_ones() {
        let excludes = |one: &str, other: &str| {
            one_excludes_the_other(one.parse().unwrap(), other.parse().unwrap())
        };
        assert!(excludes("0.0.0.0:7101", "0.0.0.0:7101"));
        assert!(excludes("0.0.0.0:7101", "127.0.0.1:7101"));
        assert!(!excludes("127.0.0.2:7101", "127.0.0.1:7101"));
        assert!(!excludes("0.0.0.0:7101", "0.0.0.0:7201"));
        assert!(!excludes("127.0.0.1:0", "127.0.0.1:0"));
    }
}
