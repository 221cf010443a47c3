//! The services as processes of their own: memory at rest, and the time from start to serving.

use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use ocop_harness::Nats;
use ocop_proto::topology;
use sea_orm::DbBackend;
use tokio::process::Child;
use tokio::time::Instant;

use crate::figure::{Figure, Limit, Target, Unit, median};
use crate::installed::Installed;
use crate::setup::Setup;

/// How long a process is idle before its memory is read.
const REST: Duration = Duration::from_secs(1);

/// Memory and start of each service whose program is there.
///
/// # Errors
/// One does not start.
pub(crate) async fn measure(setup: &Setup) -> anyhow::Result<Vec<Figure>> {
    // A broker of its own: nothing waits there to be consumed.
    let nats = Nats::start().await;
    let mut figures = Vec::new();
    for service in topology::NAMES {
        let program = setup.programs.join(service);
        if program.exists() {
            figures.extend(of(setup, service, &program, &nats).await?);
        }
    }
    Ok(figures)
}

async fn of(
    setup: &Setup,
    service: &str,
    program: &Path,
    nats: &Nats,
) -> anyhow::Result<[Figure; 2]> {
    let database = setup.database(DbBackend::Sqlite).await;
    let installed = Installed::new(setup, service, program, &database, nats).await?;
    installed.run("migrate").await?;
    let (mut starts, mut versions, mut memory) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..setup.rounds {
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
