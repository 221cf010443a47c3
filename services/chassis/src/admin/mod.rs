//! The port for those who run the service: metrics, health and build, apart from the callers' port.
//!
//! | path | answers |
//! |---|---|
//! | `/metrics` | the metrics of the process in the Prometheus text format |
//! | `/health/live` | 200 as long as the process answers at all |
//! | `/health/ready` | 200 if everything is up that a call needs, otherwise 503; each dependency in JSON |
//! | `/build` | service, version, commit and its date in JSON |

mod build;
mod listener;
mod readiness;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

pub use build::Build;
use listener::Secure;
use readiness::{Dependencies, ready_with};
pub use readiness::{Gate, Readiness};

use crate::config::{Check, Problems, optional};
use crate::telemetry;
use crate::tls::{ServerFiles, ServerTls};

/// How often finished measurements are folded into their histograms when nobody scrapes.
const UPKEEP_INTERVAL: Duration = Duration::from_secs(5);

/// What connections are given to end in good order. One that says nothing would stay for ever.
const CLOSE_WITHIN: Duration = Duration::from_millis(500);

/// Settings of the port for operators.
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
}

impl Settings {
    /// Reads its certificate, if it has one.
    ///
    /// # Errors
    /// A file cannot be read, or they do not go together.
    pub fn tls(&self) -> anyhow::Result<Option<ServerTls>> {
        let (certificate, key) = (self.tls_certificate.as_ref(), self.tls_key.as_ref());
        ServerFiles::of(certificate, key, self.tls_client_ca.as_ref())
            .map(|files| ServerTls::read(files, &[b"http/1.1"]))
            .transpose()
    }
}

impl Check for Settings {
    fn check(&self, problems: &mut Problems) {
        let (certificate, key) = (self.tls_certificate.as_ref(), self.tls_key.as_ref());
        ServerFiles::check(problems, certificate, key, self.tls_client_ca.as_ref());
    }
}

/// What `/health/ready` answers.
#[derive(Serialize)]
struct Ready {
    ready: bool,
    dependencies: Dependencies,
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
    tls: Option<ServerTls>,
    build: Build,
    readiness: Readiness,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let metrics = telemetry::metrics();
    metrics::gauge!(
        "build_info",
        "service" => build.service,
        "version" => build.version,
        "commit" => build.commit.unwrap_or("unknown"),
    )
    .set(1.0);
    let upkeep = async {
        let mut interval = tokio::time::interval(UPKEEP_INTERVAL);
        loop {
            interval.tick().await;
            metrics.run_upkeep();
        }
    };
    let stopped = stop.clone();
    let listener = Secure::of(listener, tls)?;
    let server = axum::serve(listener, router(build, readiness))
        .with_graceful_shutdown(async move { stopped.cancelled().await });
    let farewell = async {
        stop.cancelled().await;
        tokio::time::sleep(CLOSE_WITHIN).await;
    };
    tokio::select! {
        served = async { server.await } => Ok(served?),
        () = upkeep => Ok(()),
        () = farewell => Ok(()),
    }
}

fn router(build: Build, readiness: Readiness) -> Router {
    Router::new()
        .route("/metrics", get(scrape))
        .route("/health/live", get(|| async { "alive\n" }))
        .route("/health/ready", get(ready))
        .route(
            "/build",
            get(|State(shown): State<Shown>| async move { Json(shown.build) }),
        )
        .with_state(Shown { build, readiness })
}

async fn scrape() -> String {
    telemetry::observe_process();
    telemetry::metrics().render()
}

async fn ready(State(shown): State<Shown>) -> (StatusCode, Json<Ready>) {
    let dependencies = shown.readiness.dependencies();
    let ready = ready_with(&dependencies);
    let code = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let answer = Ready {
        ready,
        dependencies,
    };
    (code, Json(answer))
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
                commit: Some("4ce3307"),
                date: None,
            };
            let server = tokio::spawn(serve(
                listener,
                None,
                build,
                readiness.clone(),
                stop.clone(),
            ));
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
    async fn a_service_is_ready_without_nats_and_not_without_its_database_and_says_which_is_away() {
        let port = Port::open().await;
        let database = port.readiness.required("catalog", "database");
        let nats = port.readiness.shown("catalog", "nats");
        let answer = |ready: bool, database: bool, nats: bool| {
            let text = format!(
                r#"{{"ready":{ready},"dependencies":{{"database":{{"up":{database},"required":true}},"nats":{{"up":{nats},"required":false}}}}}}"#
            );
            (if ready { 200 } else { 503 }, text)
        };
        assert_eq!(port.get("/health/ready").await, answer(false, false, false));
        database.set(true);
        assert_eq!(port.get("/health/ready").await, answer(true, true, false));
        nats.set(true);
        assert_eq!(port.get("/health/ready").await, answer(true, true, true));
        database.set(false);
        assert_eq!(port.get("/health/ready").await, answer(false, false, true));
        let metrics = port.get("/metrics").await.1;
        assert!(metrics.contains(r#"dependency_up{service="catalog",dependency="nats"} 1"#));
        assert!(metrics.contains(r#"dependency_up{service="catalog",dependency="database"} 0"#));
    }

    #[tokio::test]
    async fn metrics_build_and_health_are_served_and_the_port_closes_when_asked() {
        let port = Port::open().await;
        telemetry::metrics();
        metrics::counter!("admin_test_total").increment(1);
        let metrics = port.get("/metrics").await.1;
        assert!(metrics.contains("admin_test_total"));
        assert!(
            metrics.contains(r#"build_info{service="catalog",version="1.2.3",commit="4ce3307"} 1"#)
        );
        assert_eq!(port.get("/health/live").await.0, 200);
        let build =
            r#"{"service":"catalog","version":"1.2.3","commit":"4ce3307","date":null}"#.to_owned();
        assert_eq!(port.get("/build").await, (200, build));
        let address = port.url.trim_start_matches("http://");
        let _silent = tokio::net::TcpStream::connect(address).await.unwrap();
        port.stop.cancel();
        port.server.await.unwrap().unwrap();
    }
}
