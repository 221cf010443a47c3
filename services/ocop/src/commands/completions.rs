//! `ocop completions`: what a shell needs to complete the command line.

use clap::Args;
use clap_complete::{Shell, generate};

use super::Outcome;
use crate::output;

/// For which shell.
#[derive(Args, Debug)]
pub(crate) struct Completions {
    /// The shell.
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        let mut script = Vec::new();
        generate(self.shell, &mut crate::Cli::grammar(), "ocop", &mut script);
        output::line(String::from_utf8(script)?.trim_end());
        Ok(Outcome::Clean)
    }
}
