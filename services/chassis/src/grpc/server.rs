//! The server of a service.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum::extract::Request as HttpRequest;
use axum::response::IntoResponse;
use ocop_identity::{Access, AccessTable};
use ocop_places::Register;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tonic::server::NamedService;
use tonic::service::Routes;
use tonic::transport::Server;
use tonic_health::ServingStatus;
use tonic_health::server::{HealthReporter, health_reporter};
use tower::Service;

use super::Settings;
use super::connections::Connections;
use super::guard::{Guard, GuardLayer};
use super::metrics::RpcMetrics;
use super::shares::Shares;
use super::streaming::streams_of;
use crate::admin::Readiness;
use crate::clock::Clock;
use crate::tls::{ServerTls, secured};
use crate::tokens::Verifier;

/// Least time that a connection past its age is given to finish its calls; a stream gets all of its own.
const GRACE: Duration = Duration::from_secs(30);

/// What connections are given to end in good order, once the last call is answered and the server stops. Those that say nothing
/// and streams of probes would stay for ever.
const CLOSE_WITHIN: Duration = Duration::from_millis(500);

/// How often a connection is asked whether it still lives, and how long it may take to say so.
const PING: Duration = Duration::from_secs(20);
const PONG: Duration = Duration::from_secs(10);

/// A service on its way to be served.
pub struct GrpcServer {
    settings: Settings,
    routes: Routes,
    guard: Guard,
    names: Vec<&'static str>,
}

impl GrpcServer {
    /// A server without services yet. `domain` is whose reasons its errors carry, such as `catalog.ocop`; scopes are read
    /// by the units of `places` on the day of `clock`.
    pub fn new(
        settings: &Settings,
        verifier: Verifier,
        (clock, places): (Clock, Register),
        tables: &[&'static [Access]],
        domain: &'static str,
    ) -> Self {
        Self {
            settings: settings.clone(),
            routes: Routes::default(),
            guard: Guard {
                access: AccessTable::new(tables),
                verifier,
                clock,
                places,
                in_flight: Arc::new(Semaphore::new(settings.max_in_flight)),
                shares: Shares::new(settings),
                longest_body: Duration::from_secs(settings.body_timeout_seconds),
                max_message_bytes: settings.max_message_bytes,
                longest: Duration::from_secs(settings.request_timeout_seconds),
                longest_stream: Duration::from_secs(settings.stream_timeout_seconds),
                domain,
                stopping: CancellationToken::new(),
                streams: streams_of(ocop_proto::DESCRIPTORS),
                metrics: RpcMetrics::of(tables),
            },
            names: Vec::new(),
        }
    }

    /// Adds a service of the contract.
    #[must_use]
    pub fn add_service<S>(mut self, service: S) -> Self
    where
        S: Service<HttpRequest<tonic::body::Body>, Error = Infallible>
            + NamedService
            + Clone
            + Send
            + Sync
            + 'static,
        S::Response: IntoResponse,
        S::Future: Send + 'static,
    {
        self.names.push(S::NAME);
        self.routes = self.routes.add_service(service);
        self
    }

    /// Largest message in bytes that a service of this server should accept.
    pub fn max_message_bytes(&self) -> usize {
        self.settings.max_message_bytes
    }

    /// Serves on `listener` until `stop`, then finishes the calls in flight. The health of each service
    /// follows `readiness`.
    ///
    /// # Errors
    /// The TLS files cannot be read, or the listener fails.
    pub async fn serve(
        self,
        listener: TcpListener,
        readiness: Readiness,
        stop: CancellationToken,
    ) -> anyhow::Result<()> {
        let (reporter, health) = health_reporter();
        let reflection = || {
            tonic_reflection::server::Builder::configure()
                .register_encoded_file_descriptor_set(ocop_proto::DESCRIPTORS)
                .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
        };
        let cannot = "the contract cannot be reflected";
        let mut routes = self.routes.add_service(health);
        if self.settings.reflection {
            routes = routes
                .add_service(reflection().build_v1().context(cannot)?)
                // What most clients of today ask.
                .add_service(reflection().build_v1alpha().context(cannot)?);
        }
        let age = Duration::from_secs(self.settings.max_connection_age_seconds);
        let (cut, guard) = (CancellationToken::new(), Arc::new(self.guard));
        let oldest = age + GRACE.max(guard.longest_stream);
        let connections = Connections::new(&self.settings, oldest, cut.clone());

        let mut server = Server::builder()
            // HTTP/1 is answered with what is wrong with it.
            .accept_http1(true)
            .http2_keepalive_interval(Some(PING))
            .http2_keepalive_timeout(Some(PONG))
            .max_concurrent_streams(self.settings.max_streams_per_connection)
            .max_connection_age(age)
            .layer(GuardLayer(Arc::clone(&guard)));
        let tls = self.settings.tls();
        let tls = tls.map(|files| ServerTls::read(files, &[b"h2"]).map(Arc::new));
        let tls = tls.transpose()?;
        let stopped = stop.clone();
        let health = tokio::spawn(report(reporter, self.names, readiness, stop.clone()));
        let serving = server.add_routes(routes).serve_with_incoming_shutdown(
            secured(connections.of(listener), tls),
            stopped.cancelled_owned(),
        );
        let ending = async {
            stop.cancelled().await;
            guard.stopping.cancel();
            guard.idle().await;
            tokio::time::sleep(CLOSE_WITHIN).await;
            cut.cancel();
            // What is left ends at once.
            std::future::pending().await
        };
        let served = tokio::select! {
            served = serving => served,
            never = ending => never,
        };
        health.abort();
        served.context("the gRPC server failed")
    }
}

/// Keeps the health of every service in step with the readiness of the process, until it stops.
async fn report(
    mut reporter: HealthReporter,
    names: Vec<&'static str>,
    readiness: Readiness,
    stop: CancellationToken,
) {
    let mut ready = readiness.is_ready();
    loop {
        let status = if ready && !stop.is_cancelled() {
            ServingStatus::Serving
        } else {
            ServingStatus::NotServing
        };
        for name in names.iter().copied().chain([""]) {
            reporter.set_service_status(name, status).await;
        }
        if stop.is_cancelled() {
            break;
        }
        tokio::select! {
            now = readiness.changed_from(ready) => ready = now,
            () = stop.cancelled() => {}
        }
    }
    // Watchers have received the last status, and the stream ends in good order.
    for name in names.into_iter().chain([""]) {
        reporter.clear_service_status(name).await;
    }
}

/// A service of the contract as [`GrpcServer::add_service`] takes it: with the server's limit, and compressed with gzip if
/// the caller compresses or asks for it. Each generated server has these methods, and no trait does.
#[macro_export]
macro_rules! offered {
    ($service:expr, $limit:expr) => {
        $service
            .max_decoding_message_size($limit)
            .accept_compressed($crate::grpc::CompressionEncoding::Gzip)
            .send_compressed($crate::grpc::CompressionEncoding::Gzip)
    };
}
