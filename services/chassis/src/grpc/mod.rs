//! The gRPC shell: what surrounds every rpc of every service.
//!
//! A call comes in through the guard, which gives it a trace, learns who calls, asks the access
//! table, bounds its time, counts it and logs one line. The handler reads the request with
//! [`Violations`], which gathers everything that is wrong, and says no with a [`Refusal`], which
//! becomes a status with machine-readable details. [`Shell`] puts the services behind the guard
//! together with health and reflection, and drains.

mod call;
mod guard;
mod refusal;
mod shell;
mod store;
#[cfg(test)]
mod tests;
mod violations;

use std::net::SocketAddr;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use serde::Deserialize;

pub use call::Call;
pub use refusal::{Fault, Refusal, Violation, both};
pub use shell::Shell;
pub use store::{refuse_shared, refuse_store};
pub use violations::Violations;

use crate::config::{Check, Problems, optional};

/// Settings of the port for callers.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Address and port to listen on; port 0 takes a free one.
    pub address: SocketAddr,
    /// Path of the certificate chain in PEM. Empty together with the key: no TLS.
    #[serde(deserialize_with = "optional")]
    pub tls_certificate: Option<PathBuf>,
    /// Path of the private key in PEM.
    #[serde(deserialize_with = "optional")]
    pub tls_key: Option<PathBuf>,
    /// Greatest size of a request, in bytes.
    pub max_message_bytes: usize,
    /// Calls being worked on at once; more are told to try again.
    pub max_in_flight: usize,
    /// Seconds a call may take.
    pub request_timeout_seconds: u64,
    /// Seconds after which a connection is asked to be made anew, so that callers spread over new
    /// replicas.
    pub max_connection_age_seconds: u64,
}

impl Check for Settings {
    fn check(&self, problems: &mut Problems) {
        if self.tls_certificate.is_some() != self.tls_key.is_some() {
            let missing = if self.tls_key.is_none() { "tls_key" } else { "tls_certificate" };
            problems.add(missing, "expected both tls_certificate and tls_key, or neither");
        }
        let wide = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        problems.range("max_message_bytes", wide(self.max_message_bytes), 1_024, 1 << 30);
        problems.range("max_in_flight", wide(self.max_in_flight), 1, 1_000_000);
        problems.range("request_timeout_seconds", self.request_timeout_seconds, 1, 3_600);
        problems.range("max_connection_age_seconds", self.max_connection_age_seconds, 1, 86_400);
    }
}

/// An instant as messages carry it.
pub fn timestamp(at: DateTime<Utc>) -> pbjson_types::Timestamp {
    let nanos = i32::try_from(at.timestamp_subsec_nanos().min(999_999_999)).expect("less than a second fits");
    pbjson_types::Timestamp { seconds: at.timestamp(), nanos }
}

/// Bounds the requests of a generated server by the [`Settings`] and lets it speak gzip:
/// `bounded!(CatalogServiceServer::new(service), settings)`.
#[macro_export]
macro_rules! bounded {
    ($server:expr, $settings:expr) => {
        $server
            .max_decoding_message_size($settings.max_message_bytes)
            .accept_compressed(::tonic::codec::CompressionEncoding::Gzip)
            .send_compressed(::tonic::codec::CompressionEncoding::Gzip)
    };
}
