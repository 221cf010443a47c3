//! How a service is offered.

use std::net::SocketAddr;
use std::path::PathBuf;

use serde::Deserialize;

use crate::config::{Check, Problems, optional};
use crate::tls::ServerFiles;

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
    /// PEM file with the authority of clients, who then must show a certificate of it.
    #[serde(deserialize_with = "optional")]
    pub tls_client_ca: Option<PathBuf>,
    /// Whether the contract can be asked for (gRPC reflection).
    pub reflection: bool,
    /// Largest request in bytes.
    pub max_message_bytes: usize,
    /// Bytes of all large requests that are being read or worked on; one address gets half of it.
    pub max_body_bytes_in_flight: usize,
    /// Most calls worked on at once; more are answered RESOURCE_EXHAUSTED.
    pub max_in_flight: usize,
    /// Most calls of one address at once.
    pub max_in_flight_per_peer: usize,
    /// Most calls without a token at once.
    pub max_in_flight_anonymous: usize,
    /// Most calls of one connection at once; more wait at the caller.
    pub max_streams_per_connection: u32,
    /// Most connections at once; more are closed.
    pub max_connections: usize,
    /// Most connections of one address at once.
    pub max_connections_per_peer: usize,
    /// Seconds within which a new connection must begin to speak.
    pub handshake_timeout_seconds: u64,
    /// Seconds after which a connection is closed that does not even answer pings.
    pub idle_timeout_seconds: u64,
    /// Seconds within which the body of a request must have come.
    pub body_timeout_seconds: u64,
    /// Seconds after which a call is given up.
    pub request_timeout_seconds: u64,
    /// Seconds after which a stream is given up.
    pub stream_timeout_seconds: u64,
    /// Seconds after which a connection is closed in good order, so that clients spread over replicas.
    pub max_connection_age_seconds: u64,
}

impl Settings {
    /// The files of its certificate, if it has one.
    pub(super) fn tls(&self) -> Option<ServerFiles> {
        let (certificate, key) = (self.tls_certificate.as_ref(), self.tls_key.as_ref());
        ServerFiles::of(certificate, key, self.tls_client_ca.as_ref())
    }
}

impl Check for Settings {
    fn check(&self, problems: &mut Problems) {
        let (certificate, key) = (self.tls_certificate.as_ref(), self.tls_key.as_ref());
        ServerFiles::check(problems, certificate, key, self.tls_client_ca.as_ref());
        let mut range = |key, value: u64, least, most| problems.range(key, value, least, most);
        let message = self.max_message_bytes as u64;
        range("max_message_bytes", message, 1_024, 64 << 20);
        let (bytes, least) = (
            self.max_body_bytes_in_flight as u64,
            message.saturating_mul(2),
        );
        range("max_body_bytes_in_flight", bytes, least, 64 << 30);
        for (key, most) in [
            ("max_in_flight", self.max_in_flight),
            ("max_in_flight_per_peer", self.max_in_flight_per_peer),
            ("max_in_flight_anonymous", self.max_in_flight_anonymous),
            (
                "max_streams_per_connection",
                self.max_streams_per_connection as usize,
            ),
            ("max_connections", self.max_connections),
            ("max_connections_per_peer", self.max_connections_per_peer),
        ] {
            range(key, most as u64, 1, 100_000);
        }
        range(
            "handshake_timeout_seconds",
            self.handshake_timeout_seconds,
            1,
            600,
        );
        // The server pings every 20 seconds.
        range(
            "idle_timeout_seconds",
            self.idle_timeout_seconds,
            30,
            86_400,
        );
        range("body_timeout_seconds", self.body_timeout_seconds, 1, 600);
        range(
            "request_timeout_seconds",
            self.request_timeout_seconds,
            1,
            600,
        );
        range(
            "stream_timeout_seconds",
            self.stream_timeout_seconds,
            1,
            3_600,
        );
        range(
            "max_connection_age_seconds",
            self.max_connection_age_seconds,
            1,
            86_400,
        );
    }
}
