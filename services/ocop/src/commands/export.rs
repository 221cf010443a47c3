//! `ocop export`: a whole list into a file, row by row as it is read.

mod columns;
mod lists;
mod tables;
mod writing;

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use ocop_identity::{Role, Scope};

use self::lists::{List, Source};
use self::writing::{Csv, JsonLines, Sheet, Workbook};
use super::Outcome;
use crate::client::Target;
use crate::output::{self, Format};

/// What to write. Rows come in the order of the list; a list of any length takes the same memory.
#[derive(Args, Debug)]
pub(crate) struct Export {
    /// The list.
    #[arg(value_enum)]
    list: List,
    /// The form: by default that of the file's name, else CSV.
    #[arg(long, value_enum, value_name = "FORM")]
    to: Option<Form>,
    /// The file; a workbook needs one. Without it, what is written goes to standard output.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Only what is in this place: of producers and products any place, of the others a province.
    #[arg(long, value_name = "CODE", default_value = "")]
    place: String,
    /// Only producers and products with these words.
    #[arg(long, value_name = "WORDS", default_value = "")]
    search: String,
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

impl Export {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let form = self.form();
        let services = target.services(&[self.list.service()])?;
        let bearer = target.bearer(Role::Auditor, Scope::Anywhere)?;
        let mut source = Source::new(self.list, &services, &bearer, (self.place, self.search));
        let file = self.output.as_ref();
        let to: Box<dyn Write + Send> = match (file, form) {
            (Some(path), _) => {
                let file = File::create(path);
                let file = file.with_context(|| format!("cannot write {}", path.display()))?;
                Box::new(BufWriter::new(file))
            }
            (None, Form::Xlsx) => anyhow::bail!("a workbook needs a file: --output FILE"),
            (None, _) => Box::new(BufWriter::new(io::stdout())),
        };
        let columns = self.list.columns();
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
        if let Some(path) = file {
            let said = serde_json::json!({"rows": rows, "file": path});
            match format {
                Format::Json => output::json(&said)?,
                Format::Text => output::line(format_args!("{rows} rows in {}", path.display())),
            }
        }
        Ok(Outcome::Clean)
    }

    fn form(&self) -> Form {
        let named = self.output.as_ref().and_then(|path| path.extension());
        let named = named.and_then(|ending| ending.to_str());
        let by_name = named.and_then(|ending| Form::from_str(ending, true).ok());
        self.to.or(by_name).unwrap_or(Form::Csv)
    }
}
