//! `ocop export`: a whole list into a file, row by row as it is read.

mod columns;
mod lists;
mod names;
mod pages;
mod tables;
mod writing;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use clap::{Args, ValueEnum};
use ocop_identity::{Role, Scope};

use self::lists::{List, Wanted};
use self::pages::Source;
use self::writing::{Csv, JsonLines, Sheet, Workbook};
use super::Outcome;
use super::units::Units;
use crate::client::Target;
use crate::errors::Refused;
use crate::output::{self, Format};
use crate::words;

/// What to write. Rows come in the order of the list; a list of any length takes the same memory.
#[derive(Args, Debug)]
pub(crate) struct Export {
    /// The list.
    #[arg(value_enum, required_unless_present = "all", conflicts_with = "all")]
    list: Option<List>,
    /// Every list that can be had of one place, each in a file of its own in this directory.
    #[arg(long, value_name = "DIRECTORY", conflicts_with_all = ["output", "search"])]
    all: Option<PathBuf>,
    /// The form: by default that of the file's name, else CSV.
    #[arg(long, value_enum, value_name = "FORM")]
    to: Option<Form>,
    /// The file; a workbook needs one. Without it, what is written goes to standard output.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Only what is in this place: of places, producers and products any place, of the others a province. Not with transfers.
    #[arg(long, value_name = "CODE", default_value = "")]
    place: String,
    #[command(flatten)]
    units: Units,
    /// Only producers, products or certificates with these words.
    #[arg(long, value_name = "WORDS", default_value = "")]
    search: String,
    /// Only what changed at this time or later, or on this day: of the feed.
    #[arg(long, value_name = "TIME", value_parser = words::time)]
    since: Option<DateTime<Utc>>,
}

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Text with commas, in UTF-8 with the mark by which spreadsheet programs know it.
    Csv,
    /// A workbook, up to a million rows a sheet.
    Xlsx,
    /// One JSON document a line, with every field.
    Jsonl,
}

impl Form {
    /// How the names of its files end.
    fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Jsonl => "jsonl",
        }
    }
}

/// Writes every row. Gives how many there are.
async fn written(mut source: Source<'_>, form: Form, file: Option<&Path>) -> anyhow::Result<u64> {
    let to: Box<dyn Write + Send> = match (file, form) {
        (Some(path), _) => {
            let file = File::create(path);
            let file = file.with_context(|| format!("cannot write {}", path.display()))?;
            Box::new(BufWriter::new(file))
        }
        (None, Form::Xlsx) => anyhow::bail!("a workbook needs a file: --output FILE"),
        (None, _) => Box::new(BufWriter::new(output::Standard)),
    };
    let columns = source.list().columns();
    let mut sheet: Box<dyn Sheet> = match form {
        Form::Csv => Box::new(Csv::new(to, columns)?),
        Form::Xlsx => Box::new(Workbook::new(to, columns)?),
        Form::Jsonl => Box::new(JsonLines::new(to)),
    };
    let mut rows = 0_u64;
    while let Some(page) = source.page().await? {
        for row in &page {
            sheet.row(row)?;
        }
        rows += page.len() as u64;
    }
    sheet.end()?;
    Ok(rows)
}

impl Export {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let form = self.form();
        let lists = match (self.list, &self.all) {
            (Some(list), _) => {
                self.check(list)?;
                vec![(list, self.output.clone())]
            }
            (None, Some(folder)) => {
                let made = fs::create_dir_all(folder);
                made.with_context(|| format!("cannot make {}", folder.display()))?;
                let file = |list: List| format!("{}.{}", list.name(), form.ending());
                List::all_of_a_place()
                    .map(|list| (list, Some(folder.join(file(list)))))
                    .collect()
            }
            (None, None) => Vec::new(),
        };
        let needed: Vec<&str> = lists.iter().map(|(list, _)| list.service()).collect();
        let services = target.services(&needed)?;
        let bearer = target.bearer(Role::Auditor, Scope::Anywhere)?;
        for (list, file) in lists {
            let wanted = Wanted {
                place: self.place.clone(),
                in_units_of: self.units.day(),
                search: self.search.clone(),
                since: self.since,
            };
            let source = Source::new(list, &services, &bearer, wanted);
            let rows = written(source, form, file.as_deref()).await?;
            let Some(path) = file else {
                continue;
            };
            let said = serde_json::json!({"rows": rows, "file": path});
            match format {
                Format::Json => output::json(&said)?,
                Format::Text => output::line(format_args!("{rows} rows in {}", path.display())),
            }
        }
        Ok(Outcome::Clean)
    }

    /// Refuses what would be passed over in silence.
    fn check(&self, list: List) -> anyhow::Result<()> {
        let elsewhere = list.not_of_a_place();
        let misuse = if let Some(why) = elsewhere.filter(|_| !self.place.is_empty()) {
            format!("{why}: leave --place out")
        } else if !self.units.day().is_empty() && elsewhere.is_some() {
            format!(
                "{} are not asked for by place: leave --in-units-of out",
                list.name()
            )
        } else if !self.search.is_empty() && !list.is_searched() {
            format!("{} cannot be searched: leave --search out", list.name())
        } else if self.since.is_some() && list != List::Feed {
            format!(
                "only the feed says what changed: leave --since out of {}",
                list.name()
            )
        } else {
            return Ok(());
        };
        Err(Refused::Misuse(misuse).into())
    }

    fn form(&self) -> Form {
        let named = self.output.as_ref().and_then(|path| path.extension());
        let named = named.and_then(|ending| ending.to_str());
        let by_name = named.and_then(|ending| Form::from_str(ending, true).ok());
        self.to.or(by_name).unwrap_or(Form::Csv)
    }
}

#[cfg(test)]
mod tests;
