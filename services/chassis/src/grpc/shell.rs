//! Puts the services of a process behind the guard, with health and reflection beside them.

use std::convert::Infallible;
use std::time::Duration;

use anyhow::Context as _;
use http::Request;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tonic::body::Body;
use tonic::server::NamedService;
use tonic::service::Routes;
use tonic::transport::server::TcpIncoming;
use tonic::transport::{Identity, Server, ServerTlsConfig};
use tonic_health::ServingStatus;
use tonic_health::pb::health_server::HealthServer;
use tonic_health::server::{HealthReporter, HealthService};
use tower::Service;

use super::Settings;
use super::guard::Guard;
use crate::admin::Readiness;
use crate::identity::{Access, Gatekeeper, Verifier, uncovered};

/// How often a silent connection is asked whether its other end still lives.
const KEEPALIVE: Duration = Duration::from_secs(30);

/// How long calls on a connection that has become too old may still take.
const GRACE: Duration = Duration::from_secs(60);

/// The gRPC server of a service, being put together.
pub struct Shell {
    settings: Settings,
    tables: Vec<&'static [Access]>,
    descriptors: &'static [u8],
    guard: Guard,
    readiness: Readiness,
    routes: Routes,
    names: Vec<&'static str>,
}

impl Shell {
    /// A server without services yet. `domain` names the service in the details of errors; `tables`
    /// say who may call what; `descriptors` is the encoded descriptor set of the contract.
    pub fn new(
        domain: &'static str,
        settings: &Settings,
        verifier: Verifier,
        tables: &[&'static [Access]],
        descriptors: &'static [u8],
        readiness: &Readiness,
    ) -> Self {
        Self {
            guard: Guard::new(domain, settings, verifier, Gatekeeper::new(tables)),
            settings: settings.clone(),
            tables: tables.to_vec(),
            descriptors,
            readiness: readiness.clone(),
            routes: Routes::default(),
            names: Vec::new(),
        }
    }

    /// Adds a generated server. See also [`bounded!`](crate::bounded).
    #[must_use]
    #[expect(clippy::should_implement_trait, reason = "services are added, not summed")]
    pub fn add<S>(mut self, service: S) -> Self
    where
        S: Service<Request<Body>, Error = Infallible> + NamedService + Clone + Send + Sync + 'static,
        S::Response: axum::response::IntoResponse,
        S::Future: Send + 'static,
    {
        self.names.push(S::NAME);
        self.routes = self.routes.add_service(service);
        self
    }

    /// Serves on `listener` until `stop`, then finishes the calls in flight.
    ///
    /// # Errors
    /// An rpc has no row in the access tables, the TLS files cannot be used, or the listener fails.
    pub async fn serve(self, listener: TcpListener, stop: CancellationToken) -> anyhow::Result<()> {
        self.check_tables()?;
        let reflection = tonic_reflection::server::Builder::configure()
            .register_encoded_file_descriptor_set(self.descriptors);
        let reflection = self
            .names
            .iter()
            .fold(reflection, |builder, name| builder.with_service_name(*name))
            .build_v1()
            .context("the descriptor set of the contract")?;
        let reporter = HealthReporter::new();
        let health_server = HealthServer::new(HealthService::from_health_reporter(reporter.clone()));
        let health = Health { reporter, names: self.names, readiness: self.readiness };
        health.tell(ServingStatus::NotServing).await;

        let mut server = Server::builder()
            .http2_keepalive_interval(Some(KEEPALIVE))
            .http2_keepalive_timeout(Some(KEEPALIVE))
            .max_connection_age(Duration::from_secs(self.settings.max_connection_age_seconds))
            .max_connection_age_grace(GRACE);
        if let (Some(certificate), Some(key)) = (&self.settings.tls_certificate, &self.settings.tls_key) {
            let read = async |path| tokio::fs::read(path).await.with_context(|| format!("cannot read {path:?}"));
            let identity = Identity::from_pem(read(certificate).await?, read(key).await?);
            server = server.tls_config(ServerTlsConfig::new().identity(identity))?;
        }
        let routes = self.routes.add_service(health_server).add_service(reflection);
        let serving = server
            .layer(self.guard.clone())
            .add_routes(routes)
            .serve_with_incoming_shutdown(
                TcpIncoming::from(listener).with_nodelay(Some(true)),
                stop.clone().cancelled_owned(),
            );
        tokio::select! {
            served = serving => Ok(served?),
            never = health.follow(stop, &self.guard) => match never {},
        }
    }

    fn check_tables(&self) -> anyhow::Result<()> {
        let packages: Vec<&str> =
            self.names.iter().filter_map(|name| name.rsplit_once('.').map(|(package, _)| package)).collect();
        let mut open = uncovered(&self.tables, &packages, self.descriptors);
        open.retain(|rpc| self.names.iter().any(|name| rpc.split('/').nth(1) == Some(name)));
        anyhow::ensure!(open.is_empty(), "nobody may call {}: no row says who may", open.join(", "));
        Ok(())
    }
}

/// What the health service tells.
struct Health {
    reporter: HealthReporter,
    names: Vec<&'static str>,
    readiness: Readiness,
}

impl Health {
    /// Tells whether the service is ready until `stop`, then that it is not. When the last call is
    /// answered, ends the streams of those who watch, which would keep their connections open.
    async fn follow(mut self, stop: CancellationToken, guard: &Guard) -> Infallible {
        let mut ready = self.readiness.is_ready();
        loop {
            let status = if ready { ServingStatus::Serving } else { ServingStatus::NotServing };
            self.tell(status).await;
            match stop.run_until_cancelled(self.readiness.changed_from(ready)).await {
                Some(changed) => ready = changed,
                None => break,
            }
        }
        self.tell(ServingStatus::NotServing).await;
        guard.idle().await;
        for name in std::mem::take(&mut self.names).into_iter().chain([""]) {
            self.reporter.clear_service_status(name).await;
        }
        std::future::pending().await
    }

    async fn tell(&self, status: ServingStatus) {
        for name in self.names.iter().copied().chain([""]) {
            self.reporter.set_service_status(name, status).await;
        }
    }
}
