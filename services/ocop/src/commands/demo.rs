//! `ocop demo`: the whole journey on a fresh embedded system.

use clap::Args;

use super::Found;
use crate::demo;
use crate::embedded::Options;
use crate::output::Format;

/// How to play it.
#[derive(Args, Debug)]
pub(crate) struct Demo {
    #[command(flatten)]
    options: Options,
}

impl Demo {
    pub(super) async fn run(self, format: Format) -> anyhow::Result<Found> {
        // The story is what is to be read here; warnings of a start, such as a broker that is not there yet, are none.
        demo::play(self.options.log_unless_chosen("error"), format).await?;
        Ok(Found::Well)
    }
}
