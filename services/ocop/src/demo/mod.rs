//! One whole journey, run by an outside client: registered, scored, certified, upgraded, revoked, and a supermarket
//! that knows at every step.
//!
//! Everything goes over the real ports with real tokens: nothing here reaches into the services. Each step compares
//! its result with the expected one; the first difference ends the demonstration with the name of the step.

mod answers;
mod applying;
mod buyer;
mod comparison;
mod day;
mod papers;
mod receiver;
mod registering;
pub(crate) mod registers;
mod session;
mod step_1_register;
mod step_2_picture;
mod step_3_first;
mod step_4_arrival;
mod step_5_upgrade;
mod step_6_garlic;
mod step_7_revoked;

use std::path::Path;

use anyhow::Context as _;

use self::buyer::Buyer;
use self::day::Day;
use self::session::Session;
use crate::embedded::{Options, System};
use crate::output::{self, Format};

/// Code of Quảng Ngãi.
const PROVINCE: &str = "51";

/// Runs the journey in a fresh directory and removes it.
///
/// # Errors
/// The first step that does not give the expected result.
pub(crate) async fn run(options: Options, format: Format) -> anyhow::Result<()> {
    let directory = tempfile::tempdir()?;
    run_in(directory.path(), options, format).await
}

async fn run_in(directory: &Path, options: Options, format: Format) -> anyhow::Result<()> {
    let day = Day::start();
    if format == Format::Text {
        output::line(format_args!(
            "{}",
            output::heading("OCOP, one journey through three services")
        ));
        output::line(format_args!(
            "Starting catalog, evaluation and promotion on SQLite files and a nats-server of their own,\n\
             in a fresh directory and on free ports of this machine …"
        ));
        if let Some(today) = day.simulated() {
            output::line(format_args!(
                "(The dates of the demonstration do not fit the date of this machine: its services use {today}.)"
            ));
        }
    }
    let system = System::start(directory, &options, day.clock()).await?;
    let steps = system.unless_signalled(run_steps(&system, &day, format));
    let outcome = steps
        .await
        .unwrap_or_else(|| Err(anyhow::anyhow!("stopped by a signal before the last step")));
    let stopped = system.stop().await;
    outcome?;
    stopped.context("the services did not stop cleanly")?;
    if format == Format::Text {
        output::line(format_args!(
            "{}",
            output::good(
                "Every step gave the expected result. All services have drained and stopped."
            )
        ));
    }
    Ok(())
}

async fn run_steps(system: &System, day: &Day, format: Format) -> anyhow::Result<()> {
    let session = Session::new(system, day, format)?;
    session.print_addresses(system);
    step_1_register::run(&session)
        .await
        .context(failed(1, "import the register"))?;
    step_2_picture::run(&session)
        .await
        .context(failed(2, "the picture of 14 July 2022"))?;
    let buyer = Buyer::subscribe(&session, system)
        .await
        .context("the supermarket could not register")?;
    let first = step_3_first::run(&session)
        .await
        .context(failed(3, "a new certificate"))?;
    step_4_arrival::run(&session, &buyer, &first)
        .await
        .context(failed(4, "its events arrive"))?;
    let upgraded = step_5_upgrade::run(&session, &buyer, &first)
        .await
        .context(failed(5, "upgrade"))?;
    step_6_garlic::run(&session, &first)
        .await
        .context(failed(6, "a product that must fail"))?;
    step_7_revoked::run(&session, &buyer, &upgraded)
        .await
        .context(failed(7, "revoked"))?;
    comparison::run(&session, &buyer, &upgraded)
        .await
        .context("at the end the parties do not agree")
}

fn failed(step: u8, title: &str) -> String {
    format!("step {step} ({title}) did not give the expected result")
}
