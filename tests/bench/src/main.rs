//! Measures the system: every figure beside its limit, taken in the same run on the same machine.
//!
//! Machines differ and are noisy, so a figure alone means little; its ratio to what is possible shows
//! what the services cost. A missed target is reported and fails nothing: a measurement is not a test.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "printing the table is the program's purpose"
)]

mod bare_decision;
mod broker;
mod callers;
mod council;
mod echo;
mod figure;
mod installed;
mod load;
mod one_by_one;
mod peer;
mod pgbench;
mod rows;
mod scored;
mod setup;

use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Parser, ValueEnum as _};

use rows::Row;
use setup::Setup;

/// Measures the services, each figure beside its limit.
#[derive(Debug, Parser)]
struct Arguments {
    /// What to measure; everything if nothing is named.
    rows: Vec<Row>,
    /// One short run of each instead of the median of three.
    #[arg(long)]
    quick: bool,
    /// Where the programs of the services lie; beside this one if not given.
    #[arg(long)]
    programs: Option<PathBuf>,
    /// Print the figures as JSON.
    #[arg(long)]
    json: bool,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    ocop_chassis::tls::install_provider();
    let mut arguments = Arguments::parse();
    if arguments.rows.is_empty() {
        arguments.rows = Row::value_variants().to_vec();
        if let Err(missing) = peer::available().await {
            eprintln!("NOT MEASURED: the peer. {missing:#}");
            arguments.rows.retain(|row| *row != Row::Peer);
        }
    }
    let programs = match arguments.programs {
        Some(programs) => programs,
        None => std::env::current_exe()?
            .parent()
            .context("this program lies in no folder")?
            .to_owned(),
    };
    let setup = Setup::start(arguments.quick, programs).await?;
    let (mut figures, mut unmeasured) = (Vec::new(), Vec::new());
    for row in &arguments.rows {
        eprintln!("measuring {row:?} …");
        match row.measure(&setup).await {
            Ok(measured) => figures.extend(measured),
            Err(error) => {
                eprintln!("{row:?} was not measured: {error:#}");
                unmeasured.push(format!("{row:?}"));
            }
        }
    }
    if arguments.json {
        println!("{:#}", figure::json(&figures));
    } else {
        println!("{}", figure::table(&figures));
    }
    anyhow::ensure!(
        unmeasured.is_empty(),
        "not measured: {}",
        unmeasured.join(", ")
    );
    Ok(())
}
