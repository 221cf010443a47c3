//! `ocop demo`: the whole journey on a fresh embedded system.

use clap::Args;

use super::Outcome;
use crate::demo;
use crate::embedded::Options;
use crate::output::Format;

/// How to run it.
#[derive(Args, Debug)]
pub(crate) struct Demo {
    #[command(flatten)]
    options: Options,
}

impl Demo {
    pub(super) async fn run(self, format: Format) -> anyhow::Result<Outcome> {
        demo::run(self.options.for_a_demonstration(), format).await?;
        Ok(Outcome::Clean)
    }
}
