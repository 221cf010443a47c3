//! The port for those who run the service: metrics, health and build, apart from the callers' port.
//!
//! | path | answers |
//! |---|---|
//! | `/metrics` | the metrics of the process in the Prometheus text format |
//! | `/health/live` | 200 as long as the process answers at all |
//! | `/health/ready` | 200 if every gate is open, otherwise 503; the gates in JSON |
//! | `/build` | service and version in JSON |

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::config::{Check, Problems};
use crate::telemetry;

/// How often finished measurements are folded into their histograms when nobody scrapes.
const UPKEEP_INTERVAL: Duration = Duration::from_secs(5);

/// Settings of the port for operators.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Address and port to listen on; port 0 takes a free one.
    pub address: SocketAddr,
}

impl Check for Settings {
    fn check(&self, _problems: &mut Problems) {}
}

/// What is running, as `/build` answers.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Build {
    /// The name of the service.
    pub service: &'static str,
    /// Its version.
    pub version: &'static str,
}

/// Whether the service may be sent work: all its gates are open. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Readiness(Arc<watch::Sender<BTreeMap<String, bool>>>);

/// One condition of readiness, closed until it is opened.
#[derive(Clone, Debug)]
pub struct Gate {
    name: String,
    readiness: Readiness,
}

impl Default for Readiness {
    fn default() -> Self {
        Self::new()
    }
}

impl Readiness {
    /// Readiness without conditions yet.
    pub fn new() -> Self {
        Self(Arc::new(watch::channel(BTreeMap::new()).0))
    }

    /// Adds a condition called `name`, closed.
    pub fn gate(&self, name: &str) -> Gate {
        let gate = Gate {
            name: name.to_owned(),
            readiness: self.clone(),
        };
        gate.set(false);
        gate
    }

    /// Whether every gate is open.
    pub fn is_ready(&self) -> bool {
        all_open(&self.0.borrow())
    }

    /// The gates as they are now.
    pub fn gates(&self) -> BTreeMap<String, bool> {
        self.0.borrow().clone()
    }

    /// Waits until readiness is other than `known`, and returns what it has become.
    pub async fn changed_from(&self, known: bool) -> bool {
        let mut watching = self.0.subscribe();
        // The sender lives in `self`, so waiting cannot fail.
        let _ = watching.wait_for(|gates| all_open(gates) != known).await;
        !known
    }
}

impl Gate {
    /// Opens or closes the gate.
    pub fn set(&self, open: bool) {
        self.readiness
            .0
            .send_if_modified(|gates| gates.insert(self.name.clone(), open) != Some(open));
    }

    /// Opens the gate.
    pub fn open(&self) {
        self.set(true);
    }

    /// Closes the gate.
    pub fn close(&self) {
        self.set(false);
    }
}

fn all_open(gates: &BTreeMap<String, bool>) -> bool {
    gates.values().all(|open| *open)
}

#[derive(Clone)]
struct Shown {
    build: Build,
    readiness: Readiness,
}

/// Serves the port for operators until `stop`.
///
/// # Errors
/// The listener cannot be used.
pub async fn serve(
    listener: TcpListener,
    build: Build,
    readiness: Readiness,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let metrics = telemetry::metrics();
    let upkeep = async {
        let mut interval = tokio::time::interval(UPKEEP_INTERVAL);
        loop {
            interval.tick().await;
            metrics.run_upkeep();
        }
    };
    let server = axum::serve(listener, router(build, readiness))
        .with_graceful_shutdown(async move { stop.cancelled().await });
    tokio::select! {
        served = async { server.await } => Ok(served?),
        () = upkeep => Ok(()),
    }
}

fn router(build: Build, readiness: Readiness) -> Router {
    Router::new()
        .route("/metrics", get(|| async { telemetry::metrics().render() }))
        .route("/health/live", get(|| async { "alive\n" }))
        .route("/health/ready", get(ready))
        .route(
            "/build",
            get(|State(shown): State<Shown>| async move { Json(shown.build) }),
        )
        .with_state(Shown { build, readiness })
}

async fn ready(State(shown): State<Shown>) -> (StatusCode, Json<BTreeMap<String, bool>>) {
    let gates = shown.readiness.gates();
    let code = if all_open(&gates) {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (code, Json(gates))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Port {
        url: String,
        readiness: Readiness,
        stop: CancellationToken,
        server: tokio::task::JoinHandle<anyhow::Result<()>>,
    }

    impl Port {
        async fn open() -> Self {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let url = format!("http://{}", listener.local_addr().unwrap());
            let readiness = Readiness::new();
            let stop = CancellationToken::new();
            let build = Build {
                service: "catalog",
                version: "1.2.3",
            };
            let server = tokio::spawn(serve(listener, build, readiness.clone(), stop.clone()));
            Self {
                url,
                readiness,
                stop,
                server,
            }
        }

        async fn get(&self, path: &str) -> (u16, String) {
            crate::tls::install_provider();
            let answer = reqwest::get(format!("{}{path}", self.url)).await.unwrap();
            (answer.status().as_u16(), answer.text().await.unwrap())
        }
    }

    #[tokio::test]
    async fn a_service_is_ready_when_every_gate_is_open() {
        let port = Port::open().await;
        let (database, broker) = (
            port.readiness.gate("database"),
            port.readiness.gate("broker"),
        );
        database.open();
        let closed = r#"{"broker":false,"database":true}"#.to_owned();
        assert_eq!(port.get("/health/ready").await, (503, closed));
        broker.open();
        assert_eq!(port.get("/health/ready").await.0, 200);
        database.close();
        assert_eq!(port.get("/health/ready").await.0, 503);
    }

    #[tokio::test]
    async fn metrics_build_and_health_are_served_and_the_port_closes_when_asked() {
        let port = Port::open().await;
        telemetry::metrics();
        metrics::counter!("admin_test_total").increment(1);
        assert!(port.get("/metrics").await.1.contains("admin_test_total"));
        assert_eq!(port.get("/health/live").await.0, 200);
        let build = r#"{"service":"catalog","version":"1.2.3"}"#.to_owned();
        assert_eq!(port.get("/build").await, (200, build));
        port.stop.cancel();
        port.server.await.unwrap().unwrap();
    }
}
