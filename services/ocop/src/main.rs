//! `ocop`: the three services in one process, and the command line to them.
//!
//! Exit codes: 0 all is well; 1 the command did its work and found something wrong (a bad row, a certificate that is not
//! valid, a difference); 2 the command line is wrong; 3 a service refused; 4 a service cannot be reached; 5 anything else.

mod client;
mod commands;
mod contract;
mod demo;
mod embedded;
mod errors;
mod import;
mod output;
mod provinces;
mod waiting;
mod words;

use std::io::IsTerminal as _;
use std::process::ExitCode;

use clap::{FromArgMatches as _, Parser};
use ocop_chassis::admin::Build;

use crate::commands::{Command, Outcome};
use crate::errors::{CallError, Refused};
use crate::output::Format;

/// OCOP: the register, the evaluation and the promotion of speciality products.
#[derive(Debug, Parser)]
#[command(version = VERSION.line(), about, after_help = EXIT_CODES)]
struct Cli {
    /// Answer in JSON.
    #[arg(long, global = true)]
    json: bool,
    #[command(flatten)]
    target: client::Target,
    #[command(subcommand)]
    command: Command,
}

impl Cli {
    /// The command line as it is read, for completions.
    pub(crate) fn grammar() -> clap::Command {
        <Self as clap::CommandFactory>::command()
    }
}

const VERSION: Build = Build::of("ocop", env!("CARGO_PKG_VERSION"));

const EXIT_CODES: &str = "\
Exit codes:
  0  all is well
  1  done, and something is wrong: a bad row, a certificate that is not valid, a difference
  2  the command line is wrong
  3  a service refused
  4  a service cannot be reached
  5  anything else";

#[tokio::main]
async fn main() -> ExitCode {
    let cli = match read() {
        Ok(cli) => cli,
        Err(said) => return not_run(&said),
    };
    let format = Format::from_flag(cli.json);
    ocop_chassis::tls::install_provider();
    let outcome = cli.command.run(&cli.target, format).await;
    ended(outcome, format)
}

/// Reads the command line.
fn read() -> Result<Cli, clap::Error> {
    let mut grammar = Cli::grammar();
    let chosen = grammar.try_get_matches_from_mut(std::env::args_os())?;
    errors::runs(&grammar, &chosen);
    Cli::from_arg_matches(&chosen).map_err(|error| error.format(&mut grammar))
}

/// Ends without having run a command: help was asked for, or the command line is wrong.
fn not_run(said: &clap::Error) -> ExitCode {
    if said.use_stderr() {
        // What is wrong may stand before --json: the words are looked at as they are.
        let is_json = std::env::args_os().any(|word| word == "--json");
        if is_json {
            let message = said.render().to_string();
            let message = message.trim_end();
            eprintln!("{}", serde_json::json!({"error": {"message": message}}));
        } else {
            said.print().ok();
        }
        return ExitCode::from(2);
    }
    let help = said.render();
    let help = if std::io::stdout().is_terminal() {
        help.ansi().to_string()
    } else {
        help.to_string()
    };
    output::line(help.trim_end());
    ended(Ok(Outcome::Clean), Format::Text)
}

/// Says why a command failed, and gives the exit code.
fn ended(outcome: anyhow::Result<Outcome>, format: Format) -> ExitCode {
    // Of an answer that could not be written the reason is that, whatever it led to.
    let of_a_call = |error: &anyhow::Error| error.is::<CallError>() || error.is::<Refused>();
    let outcome = match (outcome, output::failed()) {
        (Err(error), Some(_)) if of_a_call(&error) => Err(error),
        (_, Some(error)) => Err(Unwritten(error).into()),
        (outcome, None) => outcome,
    };
    match outcome {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Problem) => ExitCode::from(1),
        // Whoever closed the output, such as `head`, has what it wanted; the exit code says that it is not all.
        Err(error)
            if error
                .downcast_ref::<Unwritten>()
                .is_some_and(Unwritten::is_closed) =>
        {
            ExitCode::from(5)
        }
        Err(error) => {
            let refused = error.downcast_ref::<CallError>();
            match (format, refused) {
                (Format::Json, Some(refused)) => {
                    eprintln!("{}", serde_json::json!({ "error": refused }))
                }
                (Format::Json, None) => {
                    eprintln!(
                        "{}",
                        serde_json::json!({"error": {"message": format!("{error:#}")}})
                    );
                }
                (Format::Text, Some(_)) if error.chain().len() > 1 => {
                    eprintln!("{}", output::bad(&causes(&error)))
                }
                (Format::Text, Some(refused)) => eprintln!("{}", output::bad(&refused.to_string())),
                (Format::Text, None) => eprintln!("{}", output::bad(&format!("{error:#}"))),
            }
            ExitCode::from(match (refused, error.downcast_ref::<Refused>()) {
                (_, Some(Refused::Misuse(_))) => 2,
                (_, Some(Refused::NothingRuns(_))) => 4,
                (Some(refused), None) if refused.is_unreachable() => 4,
                (Some(_), None) => 3,
                (None, None) => 5,
            })
        }
    }
}

/// The answer could not be written, or not all of it.
#[derive(Debug, thiserror::Error)]
#[error("cannot write the answer: {0}")]
struct Unwritten(&'static std::io::Error);

impl Unwritten {
    fn is_closed(&self) -> bool {
        self.0.kind() == std::io::ErrorKind::BrokenPipe
    }
}

/// The whole chain, each cause on its own line: a refusal has several lines of its own.
fn causes(error: &anyhow::Error) -> String {
    error
        .chain()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
