//! The services as processes of their own: memory at rest, and the time from start to serving.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::Context as _;
use ocop_chassis::identity::development::DevelopmentKeys;
use ocop_harness::Nats;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};
use tokio::time::Instant;

use crate::figure::{Figure, Limit, Target, Unit, median};
use crate::stage::Stage;

const SERVICES: [&str; 3] = ["catalog", "evaluation", "promotion"];

/// How long a process is left alone before its memory is looked at.
const REST: Duration = Duration::from_secs(1);

/// Memory and start of each service whose program lies beside this one.
///
/// # Errors
/// One does not start.
pub(crate) async fn measure(stage: &Stage) -> anyhow::Result<Vec<Figure>> {
    let here = std::env::current_exe()?;
    // A broker of its own: nothing waits there to be consumed.
    let nats = Nats::start().await;
    let mut figures = Vec::new();
    for service in SERVICES {
        let program = here.with_file_name(service);
        if program.exists() {
            figures.extend(of(stage, service, &program, &nats).await?);
        }
    }
    Ok(figures)
}

async fn of(
    stage: &Stage,
    service: &str,
    program: &Path,
    nats: &Nats,
) -> anyhow::Result<[Figure; 2]> {
    let installed = Installed::new(stage, service, program, nats).await?;
    installed.run("migrate").await?;
    let (mut starts, mut versions, mut memory) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..stage.rounds {
        // Programs come from the cache of the file system, as on a restart.
        installed.run("--version").await?;
        versions.push(installed.run("--version").await?);
        let began = Instant::now();
        let mut running = installed.start()?;
        installed.ready().await?;
        starts.push(began.elapsed().as_secs_f64() * 1_000.0);
        tokio::time::sleep(REST).await;
        memory.push(resident(&running)?);
        running.kill().await?;
    }
    Ok([
        Figure {
            what: format!("memory of {service} at rest"),
            value: median(memory),
            unit: Unit::Mebibytes,
            limit: None,
            target: Some(Target::AtMost(30.0)),
        },
        Figure {
            what: format!("{service} from start to serving, SQLite"),
            value: median(starts),
            unit: Unit::Milliseconds,
            limit: Some(Limit {
                what: "the program with --version",
                value: median(versions),
            }),
            target: Some(Target::AtMost(10.0)),
        },
    ])
}

/// A service with its settings.
struct Installed {
    program: PathBuf,
    variables: Vec<(String, String)>,
    admin: std::net::SocketAddr,
    log: PathBuf,
}

impl Installed {
    async fn new(
        stage: &Stage,
        service: &str,
        program: &Path,
        nats: &Nats,
    ) -> anyhow::Result<Self> {
        let keys = DevelopmentKeys::open(stage.folder.path())?;
        let (grpc, admin) = (free_port().await?, free_port().await?);
        let prefix = format!("OCOP_{}__", service.to_uppercase());
        let mut variables = vec![
            ("GRPC__ADDRESS", grpc.to_string()),
            ("ADMIN__ADDRESS", admin.to_string()),
            (
                "DATABASE__URL",
                format!("sqlite://{}?mode=rwc", stage.file("db").display()),
            ),
            ("NATS__URL", nats.url()),
            ("IDENTITY__JWKS", keys.jwks_path().display().to_string()),
        ];
        if service == "evaluation" {
            let objects = stage.file("objects");
            variables.push(("OBJECTS__URL", format!("file://{}", objects.display())));
        }
        Ok(Self {
            program: program.to_owned(),
            variables: variables
                .into_iter()
                .map(|(key, value)| (format!("{prefix}{key}"), value))
                .collect(),
            admin,
            log: stage.file("log"),
        })
    }

    fn start(&self) -> anyhow::Result<Child> {
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
    async fn run(&self, argument: &str) -> anyhow::Result<f64> {
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

    /// Waits until it says that it may be sent work.
    async fn ready(&self) -> anyhow::Result<()> {
        let asking = async {
            while !self.says_ready().await.unwrap_or(false) {
                tokio::time::sleep(Duration::from_micros(500)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), asking)
            .await
            .map_err(|_| {
                let said = std::fs::read_to_string(&self.log).unwrap_or_default();
                anyhow::anyhow!("{} does not serve: {said}", self.program.display())
            })
    }

    async fn says_ready(&self) -> std::io::Result<bool> {
        let mut port = TcpStream::connect(self.admin).await?;
        port.write_all(b"GET /health/ready HTTP/1.1\r\nhost: bench\r\nconnection: close\r\n\r\n")
            .await?;
        let mut answer = String::new();
        port.read_to_string(&mut answer).await?;
        Ok(answer.starts_with("HTTP/1.1 200"))
    }
}

/// A port that was free a moment ago.
async fn free_port() -> anyhow::Result<std::net::SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0").await?.local_addr()?)
}

/// Mebibytes of memory that a process holds, its program included.
fn resident(process: &Child) -> anyhow::Result<f64> {
    let pid = process.id().context("it has ended")?;
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    resident_in(&status).context("the kernel does not say what it holds")
}

fn resident_in(status: &str) -> Option<f64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kibibytes / 1_024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_memory_is_read_out_of_what_the_kernel_says() {
        let status = "VmHWM:\t   40960 kB\nVmRSS:\t   20480 kB\n";
        assert_eq!(resident_in(status), Some(20.0));
        assert_eq!(resident_in("Name:\tkthreadd\n"), None);
    }
}
