//! What PostgreSQL itself can do with given SQL: its own bench, with prepared statements over TCP.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::Context as _;
use tokio::process::Command;
use url::Url;

/// pgbench, if this machine has it.
#[derive(Clone, Debug)]
pub(crate) struct Pgbench(PathBuf);

impl Pgbench {
    /// Looks on PATH and where Debian keeps it.
    pub(crate) async fn find() -> Option<Self> {
        let mut candidates = vec![PathBuf::from("pgbench")];
        let versions = std::fs::read_dir("/usr/lib/postgresql")
            .into_iter()
            .flatten();
        candidates.extend(
            versions
                .flatten()
                .map(|version| version.path().join("bin/pgbench")),
        );
        for candidate in candidates {
            let status = Command::new(&candidate)
                .arg("--version")
                .stdout(Stdio::null())
                .status();
            if status.await.is_ok_and(|status| status.success()) {
                return Some(Self(candidate));
            }
        }
        None
    }

    /// Transactions a second of `script` by so many clients. `round` is a variable of the script; no joins
    /// but nested loops are planned, which is best for the few rows of every script here.
    ///
    /// # Errors
    /// It does not run, or prints no rate.
    pub(crate) async fn rate(
        &self,
        database: &str,
        script: &Path,
        clients: usize,
        time: Duration,
        round: usize,
    ) -> anyhow::Result<f64> {
        let url = Url::parse(database)?;
        let whole_seconds = time.as_secs().max(1).to_string();
        let output = Command::new(&self.0)
            .args(["--no-vacuum", "--protocol=prepared", "--jobs=2"])
            .args(["--client", &clients.to_string(), "--time", &whole_seconds])
            .args(["--define", &format!("round={round}"), "--define", "n=0"])
            .args(["--host", url.host_str().unwrap_or_default()])
            .args(["--port", &url.port().unwrap_or(5432).to_string()])
            .args(["--username", url.username(), "--file"])
            .arg(script)
            .arg(url.path().trim_start_matches('/'))
            .env(
                "PGOPTIONS",
                "-c enable_mergejoin=off -c enable_hashjoin=off",
            )
            .env("PGPASSWORD", url.password().unwrap_or_default())
            .kill_on_drop(true)
            .output()
            .await
            .context("pgbench cannot be run")?;
        let stdout = String::from_utf8_lossy(&output.stdout);
        let stderr = String::from_utf8_lossy(&output.stderr);
        // Every client that fails prints a line of its own.
        let stderr = stderr.lines().next().unwrap_or_default();
        anyhow::ensure!(output.status.success(), "pgbench: {stderr}");
        rate_in(&stdout).with_context(|| format!("pgbench prints no rate: {stdout}{stderr}"))
    }
}

/// The number after `tps = `.
fn rate_in(stdout: &str) -> Option<f64> {
    let line = stdout
        .lines()
        .find_map(|line| line.strip_prefix("tps = "))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_read_out_of_what_pgbench_prints() {
        let stdout = "number of failed transactions: 0 (0.000%)\ntps = 4212.5 (without initial connection time)\n";
        assert_eq!(rate_in(stdout), Some(4212.5));
        assert_eq!(rate_in("pgbench: error"), None);
    }
}
