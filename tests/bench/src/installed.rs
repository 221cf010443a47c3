//! A service as a process of its own.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::Context as _;
use chrono::TimeDelta;
use ocop_chassis::clock::Clock;
use ocop_chassis::tokens::development::DevelopmentKeys;
use ocop_harness::{Nats, SEALING_KEY};
use ocop_identity::{Role, Scope};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};
use tokio::time::Instant;

use crate::setup::Setup;

const ISSUER: &str = "bench";
const AUDIENCE: &str = "ocop";

/// A service's program with its settings.
pub(crate) struct Installed {
    program: PathBuf,
    variables: Vec<(String, String)>,
    keys: DevelopmentKeys,
    grpc: SocketAddr,
    admin: SocketAddr,
    log: PathBuf,
}

impl Installed {
    /// `program` of `service` on a database and a broker, on free ports of the loopback address.
    ///
    /// # Errors
    /// No keys can be made or no port is free.
    pub(crate) async fn new(
        setup: &Setup,
        service: &str,
        program: &Path,
        database: &str,
        nats: &Nats,
    ) -> anyhow::Result<Self> {
        let keys = DevelopmentKeys::open(setup.folder.path())?;
        let (grpc, admin) = (free_port().await?, free_port().await?);
        let prefix = format!("OCOP_{}__", service.to_uppercase());
        let mut variables = vec![
            ("GRPC__ADDRESS", grpc.to_string()),
            ("ADMIN__ADDRESS", admin.to_string()),
            ("DATABASE__URL", database.to_owned()),
            ("NATS__URL", nats.url()),
            ("SEALING__KEYS", SEALING_KEY.to_owned()),
            ("IDENTITY__ISSUER", ISSUER.to_owned()),
            ("IDENTITY__AUDIENCE", AUDIENCE.to_owned()),
            ("IDENTITY__JWKS", keys.jwks_path().display().to_string()),
        ];
        if service == "evaluation" {
            let objects = setup.file("objects");
            variables.push(("OBJECTS__URL", format!("file://{}", objects.display())));
        }
        Ok(Self {
            program: program.to_owned(),
            variables: variables
                .into_iter()
                .map(|(key, value)| (format!("{prefix}{key}"), value))
                .collect(),
            keys,
            grpc,
            admin,
            log: setup.file("log"),
        })
    }

    /// Starts it. It ends when what is given back is dropped.
    ///
    /// # Errors
    /// There is no such program.
    pub(crate) fn start(&self) -> anyhow::Result<Child> {
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(&self.log)?;
        Command::new(&self.program)
            .envs(self.variables.iter().map(|(key, value)| (key, value)))
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("cannot start {}", self.program.display()))
    }

    /// Runs it with one argument until it ends. Says how many milliseconds that took.
    ///
    /// # Errors
    /// It fails; with what it printed.
    pub(crate) async fn run(&self, argument: &str) -> anyhow::Result<f64> {
        let began = Instant::now();
        let output = Command::new(&self.program)
            .arg(argument)
            .envs(self.variables.iter().map(|(key, value)| (key, value)))
            .output()
            .await?;
        let took = began.elapsed();
        let complaint = String::from_utf8_lossy(&output.stderr);
        anyhow::ensure!(output.status.success(), "{argument}: {complaint}");
        Ok(took.as_secs_f64() * 1_000.0)
    }

    /// Where it answers calls.
    pub(crate) fn address(&self) -> SocketAddr {
        self.grpc
    }

    /// A token that is good for an hour.
    ///
    /// # Errors
    /// The key cannot sign, or `scope` is not one.
    pub(crate) fn token(&self, subject: &str, role: Role, scope: &str) -> anyhow::Result<String> {
        let (hour, now) = (
            TimeDelta::hours(1),
            Clock::system(ocop_proto::VIET_NAM).now(),
        );
        let scope: Scope = scope.parse().map_err(anyhow::Error::msg)?;
        let roles = [(role, scope)];
        self.keys
            .token(subject, &roles, ISSUER, AUDIENCE, hour, now)
    }

    /// Waits until `/health/ready` answers yes.
    ///
    /// # Errors
    /// It does not within ten seconds; with its log.
    pub(crate) async fn ready(&self) -> anyhow::Result<()> {
        let polling = async {
            while !self.answers_ready().await.unwrap_or(false) {
                tokio::time::sleep(Duration::from_micros(500)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), polling)
            .await
            .map_err(|_| {
                let log = std::fs::read_to_string(&self.log).unwrap_or_default();
                anyhow::anyhow!("{} does not serve: {log}", self.program.display())
            })
    }

    async fn answers_ready(&self) -> std::io::Result<bool> {
        let mut port = TcpStream::connect(self.admin).await?;
        port.write_all(b"GET /health/ready HTTP/1.1\r\nhost: bench\r\nconnection: close\r\n\r\n")
            .await?;
        let mut answer = String::new();
        port.read_to_string(&mut answer).await?;
        Ok(answer.starts_with("HTTP/1.1 200"))
    }
}

/// A port that was free a moment ago.
async fn free_port() -> anyhow::Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0").await?.local_addr()?)
}
