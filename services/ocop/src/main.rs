//! `ocop`: the three services in one process, and the command line to them.
//!
//! Exit codes: 0 all is well; 1 the command did its work and found something wrong (a bad row, a certificate that is not
//! valid, a difference); 2 the command line is wrong; 3 a service refused; 4 a service cannot be reached; 5 anything else.

mod client;
mod commands;
mod demo;
mod embedded;
mod errors;
mod import;
mod output;
mod waiting;

use std::process::ExitCode;

use clap::Parser;
use ocop_chassis::admin::Build;

use crate::commands::{Command, Outcome};
use crate::errors::CallError;
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
    let cli = Cli::parse();
    let format = Format::from_flag(cli.json);
    ocop_chassis::tls::install_provider();
    match cli.command.run(&cli.target, format).await {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Problem) => ExitCode::from(1),
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
            ExitCode::from(match refused {
                Some(refused) if refused.is_unreachable() => 4,
                Some(_) => 3,
                None => 5,
            })
        }
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
