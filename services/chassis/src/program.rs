//! The program of a service: `serve`, `migrate`, `replay`, `after-restore`, `check-config`.

use std::future::Future;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use chrono::{DateTime, FixedOffset, Utc};
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use sea_orm_migration::MigratorTrait;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::admin::Build;
use crate::clock::Clock;
use crate::config::{self, Check};
use crate::database::{self, Database};
use crate::host::{self, Ports};
use crate::lifecycle::Lifecycle;
use crate::messaging::{self, history, replay};
use crate::{ids, telemetry, tls};

/// A service as a program.
pub trait Program: 'static {
    /// Name of the service, such as `catalog`.
    const SERVICE: &'static str;
    /// Its version.
    const VERSION: &'static str;
    /// Prefix of its environment variables, such as `OCOP_CATALOG`.
    const PREFIX: &'static str;
    /// Its compiled-in settings, every one with a comment.
    const DEFAULTS: &'static str;
    /// The time zone in which its days begin.
    const UTC_OFFSET: FixedOffset;

    /// Its settings.
    type Config: DeserializeOwned + Check + Send;
    /// Its schema.
    type Migrator: MigratorTrait;

    /// The settings that every service has.
    fn host(config: &Self::Config) -> &host::Settings;

    /// Puts the service together and returns once it serves.
    fn run(
        config: Self::Config,
        ports: Ports,
        clock: Clock,
        lifecycle: &Lifecycle,
    ) -> impl Future<Output = anyhow::Result<()>> + Send;
}

/// Reads the settings of a service: defaults, file, environment, overrides.
///
/// # Errors
/// Everything that is wrong, at once.
pub fn settings<P: Program>(
    file: Option<&std::path::Path>,
    overrides: &[(String, String)],
) -> Result<P::Config, config::Problems> {
    config::load(P::DEFAULTS, P::PREFIX, file, overrides, &[])
}

/// The settings of a service in a program that reads more variables with its prefix: those that end in
/// one of `others`.
///
/// # Errors
/// Everything that is wrong, at once.
pub fn embedded_settings<P: Program>(
    overrides: &[(String, String)],
    others: &[&str],
) -> Result<P::Config, config::Problems> {
    config::load(P::DEFAULTS, P::PREFIX, None, overrides, others)
}

#[derive(Parser)]
struct Arguments {
    /// TOML file with settings; the environment wins over it.
    #[arg(long, short, global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serves until SIGTERM or SIGINT. The default.
    Serve,
    /// Brings the schema of the database up to date, and the stream of the service with the consumers that read it.
    Migrate,
    /// Checks the settings and reports every problem.
    CheckConfig,
    /// To be run once after the database was restored to an earlier time, before the service serves again: publishes the
    /// state of every aggregate, and has subscribers take it for newer than the changes that are lost.
    AfterRestore,
    /// Publishes recorded events again; subscribers that have seen them drop them.
    Replay {
        /// Only events recorded at this time or later, such as 2026-06-15T00:00:00Z.
        #[arg(long)]
        from: Option<DateTime<Utc>>,
        /// Only events recorded before this time.
        #[arg(long)]
        to: Option<DateTime<Utc>>,
        /// Only events of this type of aggregate.
        #[arg(long)]
        aggregate_type: Option<String>,
        /// Only events of this aggregate.
        #[arg(long)]
        aggregate_id: Option<Uuid>,
        /// Only the last event of each aggregate, with which a subscriber may start that lacks those before it.
        #[arg(long)]
        snapshots: bool,
    },
}

/// Runs the program. Exit codes: 0 done, 1 failed, 2 the settings are wrong.
pub fn main<P: Program>() -> ExitCode {
    tls::install_provider();
    let build = Build::of(P::SERVICE, P::VERSION);
    let command = Arguments::command().name(P::SERVICE).version(build.line());
    let arguments = match Arguments::from_arg_matches(&command.get_matches()) {
        Ok(arguments) => arguments,
        Err(error) => error.exit(),
    };
    let config = match settings::<P>(arguments.config.as_deref(), &[]) {
        Ok(config) => config,
        Err(problems) => {
            eprintln!("{problems}");
            return ExitCode::from(2);
        }
    };
    let outcome = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(anyhow::Error::from)
        .and_then(|runtime| {
            runtime.block_on(run::<P>(
                config,
                arguments.command.unwrap_or(Command::Serve),
            ))
        });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error:#}", P::SERVICE);
            ExitCode::FAILURE
        }
    }
}

async fn run<P: Program>(config: P::Config, command: Command) -> anyhow::Result<()> {
    let host = P::host(&config).clone();
    match command {
        Command::CheckConfig => {
            host.sealing.keyring()?;
            println!("{}: the settings are in order", P::SERVICE);
        }
        Command::Migrate => {
            let database = Database::open(&host.database).await?;
            let pending = database::pending::<P::Migrator>(&database).await?;
            database::migrate::<P::Migrator>(&database).await?;
            println!("{}: {} migrations applied", P::SERVICE, pending.len());
            host::set_up(&host.nats, P::SERVICE)
                .await?
                .bring_up_to_date()
                .await
                .context("cannot set up the stream and its consumers")?;
            println!("{}: the stream and its consumers are set up", P::SERVICE);
        }
        Command::AfterRestore => {
            let database = open_migrated::<P>(&host).await?;
            let client = messaging::connect(&host.nats, P::SERVICE).await?;
            let now = Clock::system(P::UTC_OFFSET).now();
            let states = history::begin(&database, &client, now, ids::new_id(now)).await?;
            println!(
                "{}: the states of {states} aggregates published",
                P::SERVICE
            );
        }
        Command::Replay {
            from,
            to,
            aggregate_type,
            aggregate_id,
            snapshots,
        } => {
            let database = open_migrated::<P>(&host).await?;
            let client = messaging::connect(&host.nats, P::SERVICE).await?;
            let selection = replay::Selection {
                aggregate_type,
                aggregate_id,
                after_version: 0,
                from,
                to,
                snapshots,
            };
            let marker = ids::new_id(Clock::system(P::UTC_OFFSET).now());
            let replayed = replay::replay(&database, &client, &selection, marker).await?;
            println!("{}: {replayed} events published again", P::SERVICE);
        }
        Command::Serve => {
            let _telemetry = telemetry::start(&host.telemetry, P::SERVICE)?;
            let lifecycle = Lifecycle::new(&host.lifecycle);
            // A start may take long: the database is away, or its schema is brought up to date.
            lifecycle.listen_to_signals()?;
            let ports = Ports::open(&host).await?;
            tracing::info!(
                grpc = %ports.grpc.local_addr()?, admin = %ports.admin.local_addr()?, "{} starts", P::SERVICE
            );
            let start = P::run(config, ports, Clock::system(P::UTC_OFFSET), &lifecycle);
            lifecycle.unless_ended(start).await.transpose()?;
            lifecycle.run_until_shutdown().await?;
        }
    }
    Ok(())
}

/// The database of the service, whose schema is that of this program.
async fn open_migrated<P: Program>(host: &host::Settings) -> anyhow::Result<Database> {
    let database = Database::open(&host.database).await?;
    host::is_migrated::<P::Migrator>(P::SERVICE, &database).await?;
    Ok(database)
}
