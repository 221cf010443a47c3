//! Which line names the columns, and where each column is.

use std::collections::BTreeMap;

use ocop_chassis::text::stored;

use crate::import::columns::{self as column, REQUIRED};
use crate::import::mapping::Mapping;
use crate::import::sheet::{Line, Lines};

/// Lines of titles that may stand above the headers.
const TITLES: usize = 20;

/// The headers of a file.
#[derive(Debug)]
pub(super) struct Headers {
    /// Where each known column is, from 0.
    at: BTreeMap<&'static str, usize>,
    /// As they are written.
    pub(super) written: Vec<String>,
    /// Those that were not read.
    pub(super) not_read: Vec<String>,
}

impl Headers {
    /// Finds the headers: the line among the first that names the most columns. Also answers where the rows begin.
    ///
    /// # Errors
    /// Columns are missing, or one stands there twice.
    pub(super) fn find(lines: &Lines, mapping: &Mapping) -> anyhow::Result<(Self, usize)> {
        let named = |line: &Line| {
            let cells = line.cells.iter();
            cells.filter_map(|cell| mapping.column(cell)).count()
        };
        let first = (0..lines.count().min(TITLES)).map(|at| lines.line(at));
        let first = first.collect::<anyhow::Result<Vec<Line>>>()?;
        let best = first
            .iter()
            .enumerate()
            .max_by_key(|(at, line)| (named(line), usize::MAX - at));
        let (at, line) = best.ok_or_else(|| anyhow::anyhow!("the file is empty"))?;
        let headers = Self::read(line, mapping)?;
        Ok((headers, at + 1))
    }

    fn read(line: &Line, mapping: &Mapping) -> anyhow::Result<Self> {
        let mut headers = Self {
            at: BTreeMap::new(),
            written: line.cells.iter().map(str::to_owned).collect(),
            not_read: Vec::new(),
        };
        for (at, written) in line.cells.iter().enumerate() {
            match mapping.column(written) {
                Some(name) => {
                    let twice = headers.at.insert(name, at).is_some();
                    anyhow::ensure!(!twice, "the column {name:?} stands there twice");
                }
                None if written.trim().is_empty() => {}
                None => headers.not_read.push(written.trim().to_owned()),
            }
        }
        let given = |name: &&str| headers.at.contains_key(name) || mapping.value(name).is_some();
        let missing: Vec<_> = REQUIRED.into_iter().filter(|name| !given(name)).collect();
        anyhow::ensure!(
            missing.is_empty(),
            "columns are missing: {}. Line {} was taken for the headers; in it stand: {}. \
             Give the columns these names, or name yours in a mapping file (--mapping). If letters look wrong here, the \
             file is in an old code page: save it as a workbook (.xlsx) or as CSV in UTF-8",
            missing.join(", "),
            line.number,
            line.cells.iter().collect::<Vec<_>>().join(", "),
        );
        Ok(headers)
    }

    /// How many cells a row has.
    pub(super) fn width(&self) -> usize {
        self.written.len()
    }

    /// Whether the file has a column.
    pub(super) fn has(&self, name: &str) -> bool {
        self.at.contains_key(name)
    }

    /// Where a column is, from 0.
    pub(super) fn place(&self, name: &str) -> Option<usize> {
        self.at.get(name).copied()
    }

    /// The header of a column, as it is written.
    pub(super) fn header_of(&self, name: &str) -> Option<&str> {
        let written = self.written.get(self.place(name)?)?;
        Some(written.trim())
    }

    /// The cell of a column, as it is written.
    pub(super) fn cell<'a>(&self, line: &'a Line, name: &str) -> &'a str {
        let cell = self.place(name).and_then(|at| line.cells.get(at));
        cell.unwrap_or_default()
    }

    /// The registration number of a row as it is written, which tells its producer from others; empty if it is not there.
    pub(super) fn registration_number(&self, line: &Line, mapping: &Mapping) -> String {
        match mapping.value(column::REGISTRATION_NUMBER) {
            Some(value) if !self.has(column::REGISTRATION_NUMBER) => stored(value),
            _ => stored(self.cell(line, column::REGISTRATION_NUMBER)),
        }
    }

    /// Whether a column must be filled in.
    pub(super) fn is_required(name: &str) -> bool {
        column::REQUIRED.contains(&name)
    }
}
