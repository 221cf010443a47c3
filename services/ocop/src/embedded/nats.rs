//! The embedded broker: a real `nats-server` as a child of this process.
//!
//! It listens on loopback only and keeps its store in the data directory. It runs under a shell that reads a pipe from
//! this process, so that it ends with this process, even after SIGKILL. If it ends by itself it is started again on the
//! same port and store; until then the services keep their events in the outbox.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, bail};
use tokio::process::{Child, ChildStdin, Command};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::nats_accounts;
use super::nats_program::Program;
use super::nats_users::{self, Passwords};

const WATCHDOG: &str = include_str!("watchdog.sh");
const CONFIGURATION: &str = "nats.conf";
const LOG: &str = "nats.log";
const STORE: &str = "nats";
const PORTS: &str = "nats-ports";

/// How long a start may take. A large store is read before the ports are ports.
const START_TIMEOUT: Duration = Duration::from_secs(30);
const POLL_INTERVAL: Duration = Duration::from_millis(10);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// A running broker. Dropped or [`stop`](Self::stop)ped, it ends.
#[derive(Debug)]
pub(crate) struct Nats {
    /// Where it listens: `nats://127.0.0.1:port`.
    pub(crate) url: String,
    /// The passwords of its users.
    pub(crate) passwords: Passwords,
    stop: CancellationToken,
    supervisor: JoinHandle<()>,
}

/// The shell with the server under it. The server ends when `stdin` is dropped.
#[derive(Debug)]
struct Running {
    watchdog: Child,
    stdin: Option<ChildStdin>,
}

impl Nats {
    /// Starts the server in `directory`; `port` 0 takes a free one.
    ///
    /// # Errors
    /// The server does not come up; with the end of its log.
    pub(crate) async fn start(
        program: &Program,
        directory: &Path,
        port: u16,
    ) -> anyhow::Result<Self> {
        let passwords = nats_users::passwords(directory)?;
        let installation = Installation {
            program: program.path.clone(),
            directory: fs::canonicalize(directory)?,
        };
        // The server itself takes the free port, so that nobody can take it in between.
        installation.write_configuration(&passwords, port)?;
        let (running, port) = installation.start().await?;
        installation.write_configuration(&passwords, port)?;
        let stop = CancellationToken::new();
        let supervisor = tokio::spawn(supervise(installation, running, stop.clone()));
        Ok(Self {
            url: format!("nats://127.0.0.1:{port}"),
            passwords,
            stop,
            supervisor,
        })
    }

    /// Ends the server and waits until it is gone.
    pub(crate) async fn stop(self) {
        self.stop.cancel();
        if let Err(panicked) = self.supervisor.await {
            tracing::warn!(error = %panicked, "the task that supervises the broker panicked");
        }
    }
}

/// Starts the server again whenever it ends by itself, until `stop`.
async fn supervise(installation: Installation, mut running: Running, stop: CancellationToken) {
    let mut restarts = 0_u32;
    loop {
        tokio::select! {
            status = running.watchdog.wait() => {
                let status = status.map_or_else(|error| error.to_string(), |status| status.to_string());
                tracing::error!(status, log = %installation.directory.join(LOG).display(), "nats-server ended by itself");
            }
            () = stop.cancelled() => {
                running.end().await;
                return;
            }
        }
        loop {
            let wait = (Duration::from_millis(100) * 2_u32.pow(restarts.min(7))).min(LONGEST_PAUSE);
            restarts += 1;
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = stop.cancelled() => return,
            }
            match installation.start().await {
                Ok((restarted, _)) => {
                    tracing::info!(restarts, "nats-server runs again");
                    running = restarted;
                    break;
                }
                Err(error) => {
                    tracing::error!(error = format!("{error:#}"), "nats-server does not start");
                }
            }
        }
    }
}

impl Running {
    async fn end(mut self) {
        self.stdin = None;
        if let Err(error) = self.watchdog.wait().await {
            tracing::warn!(%error, "cannot tell whether nats-server ended");
        }
    }
}

/// The server's program and its directory.
#[derive(Debug)]
struct Installation {
    program: PathBuf,
    directory: PathBuf,
}

impl Installation {
    fn write_configuration(&self, passwords: &Passwords, port: u16) -> anyhow::Result<()> {
        let port = if port == 0 { -1 } else { i32::from(port) };
        let mut configuration = serde_json::json!({
            "server_name": "ocop-embedded",
            "listen": format!("127.0.0.1:{port}"),
            "jetstream": {
                "store_dir": self.directory.join(STORE),
                // The outbox is the record (services/README.md): the broker need not sync each message.
                "sync_interval": "10s",
            },
        });
        let issuer = nats_accounts::issuer(passwords)?;
        nats_accounts::add(&mut configuration, passwords, &issuer);
        nats_users::write_private(
            &self.directory.join(CONFIGURATION),
            &serde_json::to_vec_pretty(&configuration)?,
        )
    }

    /// Starts the server and waits until its port is known.
    async fn start(&self) -> anyhow::Result<(Running, u16)> {
        let log = self.directory.join(LOG);
        // The file of an earlier server names another port.
        let ports = self.directory.join(PORTS);
        if ports.exists() {
            fs::remove_dir_all(&ports)?;
        }
        fs::create_dir(&ports)?;
        let mut watchdog = Command::new("sh")
            .args(["-c", WATCHDOG, "watchdog"])
            .arg(&log)
            .arg(&self.program)
            .arg("--config")
            .arg(self.directory.join(CONFIGURATION))
            .arg("--ports_file_dir")
            .arg(&ports)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            // A Ctrl-C at the terminal must not reach the broker: it has to run while the services drain.
            .process_group(0)
            .spawn()
            .with_context(|| format!("cannot start {}", self.program.display()))?;
        let stdin = watchdog.stdin.take();
        let mut running = Running { watchdog, stdin };
        let ready = async {
            loop {
                if let Some(port) = port_in(&ports)? {
                    return Ok(port);
                }
                tokio::select! {
                    status = running.watchdog.wait() => {
                        bail!("nats-server ended at once ({}): {}", status?, end_of_log(&log));
                    }
                    () = tokio::time::sleep(POLL_INTERVAL) => {}
                }
            }
        };
        let port = tokio::time::timeout(START_TIMEOUT, ready)
            .await
            .with_context(|| format!("nats-server does not come up; see {}", log.display()))??;
        Ok((running, port))
    }
}

/// The port in the file that the server writes when it listens.
fn port_in(directory: &Path) -> anyhow::Result<Option<u16>> {
    for entry in fs::read_dir(directory)? {
        let content = fs::read(entry?.path())?;
        // The file appears before its content.
        let Ok(ports) = serde_json::from_slice::<serde_json::Value>(&content) else {
            continue;
        };
        let port = ports["nats"][0]
            .as_str()
            .and_then(|url| url.rsplit_once(':')?.1.parse().ok());
        if port.is_some() {
            return Ok(port);
        }
    }
    Ok(None)
}

fn end_of_log(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(5)..].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_read_from_the_file_that_the_server_writes() {
        let directory = tempfile::tempdir().expect("a directory");
        assert_eq!(port_in(directory.path()).expect("nothing yet"), None);
        fs::write(directory.path().join("nats-server_1.ports"), "").expect("written");
        assert_eq!(port_in(directory.path()).expect("not yet whole"), None);
        fs::write(
            directory.path().join("nats-server_1.ports"),
            r#"{"nats":["nats://127.0.0.1:40123"]}"#,
        )
        .expect("written");
        assert_eq!(port_in(directory.path()).expect("it is there"), Some(40123));
    }
}
