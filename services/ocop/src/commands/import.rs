//! `ocop import`: a register from a file into the services.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{Read as _, Seek as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use ocop_identity::{Role, Scope};
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::Outcome;
use crate::client::Target;
use crate::import::load::{self, Count, Options, Summary};
use crate::import::mapping::Mapping;
use crate::import::register::{self, Remark};
use crate::import::report;
use crate::output::{self, Format};
use crate::provinces;

/// What to read. Good rows go in; bad ones are reported with line, column and reason. A second run changes nothing.
#[derive(Args, Debug)]
pub(crate) struct Import {
    /// The file: a workbook (.xlsx) or CSV with Vietnamese headers, explained in services/ocop/demo/README.md.
    file: PathBuf,
    /// A file in TOML that says which columns of the file mean which, and how its dates are written.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Compare with what is there, ask the rules of both services, and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Write the rows that are wrong to this file (CSV), with a column that says why.
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,
    /// What it holds.
    #[arg(long, value_enum, default_value_t = Kind::ProducersProductsCertificates)]
    kind: Kind,
    /// The province, for the development token that is used if no token is given.
    #[arg(long, default_value = "51", value_name = "CODE", value_parser = provinces::code(), hide_possible_values = true)]
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
        let mapping = match &self.mapping {
            Some(path) => fs::read(path)
                .with_context(|| format!("cannot read {}", path.display()))
                .and_then(|text| Ok(String::from_utf8(text)?))
                .and_then(|text| Mapping::parse(&text))
                .with_context(|| format!("{} is not a mapping", path.display()))?,
            None => Mapping::default(),
        };
        let name = self.file.display();
        let mut file = File::open(&self.file).with_context(|| format!("cannot read {name}"))?;
        is_what_it_is_called(&self.file, &mut file)?;
        let register = match self.kind {
            Kind::ProducersProductsCertificates => register::read(file, &mapping),
        }
        .with_context(|| format!("{name} is not a register"))?;
        let services = target.services(&["catalog", "evaluation"])?;
        let bearer = target.bearer(Role::OcopOffice, Scope::Province(self.province))?;
        let bar = bar(&register, format);
        let options = Options {
            dry_run: self.dry_run,
            stop: CancellationToken::new(),
        };
        let asked = options.stop.clone();
        let mut interrupt = signal(SignalKind::interrupt())?;
        let watch = tokio::spawn(async move {
            interrupt.recv().await;
            asked.cancel();
        });
        let summary = load::load(&register, &services, &bearer, &options, &|rows| {
            bar.inc(rows)
        })
        .await;
        watch.abort();
        bar.finish_and_clear();
        let summary = summary?;
        if let Some(path) = &self.errors {
            File::create(path)
                .map_err(anyhow::Error::from)
                .and_then(|file| report::write(&register, &summary.bad, file))
                .with_context(|| format!("cannot write {}", path.display()))?;
        }
        match format {
            Format::Json => output::json(&summary)?,
            Format::Text => show(&summary),
        }
        Ok(Outcome::problem_if(
            !summary.bad.is_empty() || summary.not_tried > 0,
        ))
    }
}

/// Refuses a file that is called a workbook and is none: read as text, all its columns would be missing.
fn is_what_it_is_called(path: &Path, file: &mut File) -> anyhow::Result<()> {
    let is_workbook = |ending: &OsStr| ending.eq_ignore_ascii_case("xlsx");
    if !path.extension().is_some_and(is_workbook) {
        return Ok(());
    }
    let mut start = Vec::new();
    file.take(2).read_to_end(&mut start)?;
    file.rewind()?;
    // A workbook is an archive, whatever else is in it.
    anyhow::ensure!(
        start == b"PK",
        "{} is no workbook, for all its name; save it as .xlsx, or as .csv if it is text",
        path.display()
    );
    Ok(())
}

/// A progress bar over the rows; hidden for programs.
pub(crate) fn bar(register: &register::Register, format: Format) -> ProgressBar {
    if format == Format::Json {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} rows {elapsed}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(register.rows()).with_style(style)
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
    if !summary.columns_not_read.is_empty() {
        let columns = summary.columns_not_read.join(", ");
        output::line(format_args!("Columns that were not read: {columns}"));
    }
    if !summary.noticed.is_empty() {
        let heading = if summary.dry_run {
            "Noticed, and would be imported:"
        } else {
            "Noticed, and imported:"
        };
        output::line(output::heading(heading));
        show_remarks(&summary.noticed);
    }
    if !summary.bad.is_empty() {
        output::line(output::heading("Wrong, and not imported:"));
        show_remarks(&summary.bad);
        let count = summary.bad.len();
        let others = if summary.dry_run {
            "the other rows would be imported"
        } else {
            "the other rows were imported"
        };
        let said = format!("{count} cells or rows are wrong; {others}.");
        output::line(output::bad(&said));
    }
    if summary.not_tried > 0 {
        let said = format!(
            "Stopped: {} rows were not tried. Run the same command again to go on.",
            summary.not_tried
        );
        output::line(output::bad(&said));
    }
    if let Some(reason) = &summary.failed {
        output::line(output::bad(&format!("It could not go on: {reason}")));
    }
    if summary.dry_run {
        output::line("Nothing was written: this was a dry run.");
    }
}

fn show_remarks(remarks: &[Remark<String>]) {
    let mut table = output::table(&["line", "column", "reason"]);
    for row in remarks {
        table.add_row([
            output::number(row.line),
            row.column.as_str().into(),
            row.reason.as_str().into(),
        ]);
    }
    output::line(format_args!("{table}"));
}
