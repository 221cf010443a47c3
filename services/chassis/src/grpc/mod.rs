//! The gRPC server of a service: what every rpc goes through before and after its own work.
//!
//! [`GrpcServer`] serves; its guard takes up the trace, asks who calls and whether they may, counts and
//! logs. A handler finds the result in [`Call`], reads its request with [`Violations`], and fails
//! with an [`RpcError`]; [`Rpc`] does all that for it.

mod call;
mod enum_pairs;
mod error;
mod guard;
mod metrics;
mod read;
mod rpc;
mod server;
mod streaming;
mod violations;

use serde::Deserialize;

pub use call::Call;
pub use enum_pairs::enum_pairs;
pub use error::{RpcError, Violation, store_error};
pub use read::{instant, timestamp};
pub use rpc::{Change, Rpc};
pub use server::GrpcServer;
pub use streaming::next_message;
pub use violations::{FieldError, Violations};

use std::net::SocketAddr;
use std::path::PathBuf;

use crate::config::{Check, Problems, optional};

/// How the service is offered.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Address and port to listen on; port 0 takes a free one.
    pub address: SocketAddr,
    /// PEM file with the certificate chain; TLS is off without it.
    #[serde(deserialize_with = "optional")]
    pub tls_certificate: Option<PathBuf>,
    /// PEM file with the private key.
    #[serde(deserialize_with = "optional")]
    pub tls_key: Option<PathBuf>,
    /// Largest request in bytes.
    pub max_message_bytes: usize,
    /// Most calls worked on at once; more are answered RESOURCE_EXHAUSTED.
    pub max_in_flight: usize,
    /// Seconds after which a call is given up.
    pub request_timeout_seconds: u64,
    /// Seconds after which a stream is given up.
    pub stream_timeout_seconds: u64,
    /// Seconds after which a connection is closed in good order, so that clients spread over replicas.
    pub max_connection_age_seconds: u64,
}

impl Check for Settings {
    fn check(&self, problems: &mut Problems) {
        if self.tls_certificate.is_some() != self.tls_key.is_some() {
            problems.add(
                "tls_key",
                "tls_certificate and tls_key together, or neither",
            );
        }
        problems.range(
            "max_message_bytes",
            self.max_message_bytes as u64,
            1_024,
            64 << 20,
        );
        problems.range("max_in_flight", self.max_in_flight as u64, 1, 100_000);
        problems.range(
            "request_timeout_seconds",
            self.request_timeout_seconds,
            1,
            600,
        );
        problems.range(
            "stream_timeout_seconds",
            self.stream_timeout_seconds,
            1,
            3_600,
        );
        problems.range(
            "max_connection_age_seconds",
            self.max_connection_age_seconds,
            1,
            86_400,
        );
    }
}
