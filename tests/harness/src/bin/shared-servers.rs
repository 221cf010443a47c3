//! Starts a nats-server and a PostgreSQL, prints their process ids and directories, and runs until it is killed, which the
//! test of the watchdog does.

use std::io::Write as _;

use ocop_harness::{Nats, Postgres};

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let (nats, postgres) = tokio::join!(Nats::shared(), Postgres::shared());
    let mut output = std::io::stdout();
    for (pid, folder) in [
        (nats.pid(), nats.folder()),
        (postgres.pid(), postgres.folder()),
    ] {
        writeln!(output, "{} {}", pid.unwrap_or_default(), folder.display())?;
    }
    output.flush()?;
    std::future::pending().await
}
