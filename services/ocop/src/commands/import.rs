//! `ocop import`: a register from a file into the services.

use std::fs::File;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use ocop_identity::{Role, Scope};

use super::Outcome;
use crate::client::Target;
use crate::import::load::{self, Count, Summary};
use crate::import::register;
use crate::output::{self, Format};

/// What to read. Good rows go in; bad ones are reported with line, column and reason. A second run changes nothing.
#[derive(Args, Debug)]
pub(crate) struct Import {
    /// The file: CSV in UTF-8 with Vietnamese headers, explained in services/ocop/demo/README.md.
    file: PathBuf,
    /// What it holds.
    #[arg(long, value_enum, default_value_t = Kind::ProducersProductsCertificates)]
    kind: Kind,
    /// The province, for the development token that is used if no token is given.
    #[arg(long, default_value = "51", value_name = "CODE")]
    province: String,
}

/// Kinds of register.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    /// One line for each certified product, with its producer and its certificate.
    ProducersProductsCertificates,
}

impl Import {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let file = File::open(&self.file)
            .with_context(|| format!("cannot read {}", self.file.display()))?;
        let register = match self.kind {
            Kind::ProducersProductsCertificates => register::read(file),
        }
        .with_context(|| format!("{} is not a register", self.file.display()))?;
        let services = target.services()?;
        let bearer = target.bearer(Role::OcopOffice, Scope::Province(self.province))?;
        let bar = bar(&register, format);
        let summary = load::load(register, &services, &bearer, &|rows| bar.inc(rows)).await?;
        bar.finish_and_clear();
        match format {
            Format::Json => output::json(&summary)?,
            Format::Text => show(&summary),
        }
        Ok(Outcome::problem_if(!summary.bad.is_empty()))
    }
}

/// A progress bar over the rows; hidden for programs.
pub(crate) fn bar(register: &register::Register, format: Format) -> ProgressBar {
    let rows = register
        .producers
        .iter()
        .map(|of| of.products.len() as u64)
        .sum();
    if format == Format::Json {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} rows {elapsed}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(rows).with_style(style)
}

/// Shows the result of an import.
pub(crate) fn show(summary: &Summary) {
    let mut table = output::table(&["", "new", "unchanged"]);
    for (what, Count { new, unchanged }) in [
        ("producers", summary.producers),
        ("products", summary.products),
        ("certificates", summary.certificates),
    ] {
        table.add_row([what.into(), output::number(new), output::number(unchanged)]);
    }
    output::line(format_args!("{table}"));
    if summary.bad.is_empty() {
        return;
    }
    let mut table = output::table(&["line", "column", "reason"]);
    for row in &summary.bad {
        table.add_row([
            output::number(row.line),
            row.column.into(),
            row.reason.as_str().into(),
        ]);
    }
    output::line(format_args!("{table}"));
    output::line(format_args!(
        "{}",
        output::bad(&format!(
            "{} cells or rows are wrong; the other rows were imported.",
            summary.bad.len()
        ))
    ));
}
