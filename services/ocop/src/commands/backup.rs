//! `ocop backup` and `ocop restore`: a data directory, elsewhere and back.

use std::path::PathBuf;

use clap::Args;
use ocop_chassis::clock::Clock;

use super::Outcome;
use crate::client::Target;
use crate::embedded::backup::{Contents, back_up, restore};
use crate::output::{self, Format};
use crate::words;

/// Where to.
#[derive(Args, Debug)]
pub(crate) struct Backup {
    /// A folder that is new or empty.
    folder: PathBuf,
}

/// Where from.
#[derive(Args, Debug)]
pub(crate) struct Restore {
    /// The folder of an `ocop backup`. The data directory must be new or empty.
    folder: PathBuf,
}

impl Backup {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let now = Clock::system(ocop_proto::VIET_NAM).now();
        let made_at = now.with_timezone(&ocop_proto::VIET_NAM);
        let contents = back_up(&target.data_dir, &self.folder, made_at).await?;
        let (what, place) = ("backed up to", self.folder.display());
        show(&contents, format, &format!("{what} {place}"))
    }
}

impl Restore {
    pub(super) fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let contents = restore(&self.folder, &target.data_dir)?;
        let place = target.data_dir.display();
        show(&contents, format, &format!("restored to {place}"))
    }
}

fn show(contents: &Contents, format: Format, done: &str) -> anyhow::Result<Outcome> {
    match format {
        Format::Json => output::json(contents)?,
        Format::Text => {
            let bytes: u64 = contents.files.values().map(|file| file.bytes).sum();
            output::line(format_args!(
                "{} files with {bytes} bytes as they were on {} {done}.",
                contents.files.len(),
                words::local(&contents.made_at),
            ));
        }
    }
    Ok(Outcome::Clean)
}
