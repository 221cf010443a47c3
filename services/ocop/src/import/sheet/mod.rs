//! The rows of a file as a spreadsheet program saves it: a workbook (`.xlsx`), or text with commas, semicolons or tabs
//! in UTF-8, UTF-16 or a code page of Windows. Which one it is, the file itself says.

mod decoding;
pub(crate) mod legacy;
mod scratch;
mod text;
mod workbook;

use std::io::{BufReader, Read, Seek, SeekFrom};

use anyhow::Context as _;
use csv::StringRecord;

pub(crate) use scratch::Lines;

/// The largest file that is read, in bytes. A register of 100,000 rows has about half of it.
const MOST_BYTES: u64 = 64 << 20;

/// A row: where it stands, and its cells, which lie in one piece of memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Line in the file or row of the sheet, from 1.
    pub(crate) number: u64,
    /// The cells as they are written. Cells at the end that are empty may be missing.
    pub(crate) cells: StringRecord,
}

impl Line {
    /// Whether nothing is written in it.
    pub(crate) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// Reads the rows of a file; of a workbook, those of its first sheet.
///
/// # Errors
/// It is larger than [`MOST_BYTES`], or neither a workbook nor text; or there is no room for a scratch file.
pub(crate) fn lines(mut file: impl Read + Seek) -> anyhow::Result<Lines> {
    let bytes = file.seek(SeekFrom::End(0))?;
    anyhow::ensure!(
        bytes <= MOST_BYTES,
        "the file is larger than {} MiB; divide it",
        MOST_BYTES >> 20
    );
    file.rewind()?;
    let mut start = Vec::new();
    file.by_ref().take(4).read_to_end(&mut start)?;
    file.rewind()?;
    if start == b"PK\x03\x04" {
        let rows = workbook::lines(BufReader::new(file));
        return scratch::keep(
            rows.context("the workbook cannot be read")?
                .into_iter()
                .map(Ok),
        );
    }
    // The signature of the Compound File Binary Format, in which Excel saved until 2003.
    anyhow::ensure!(
        start != [0xd0, 0xcf, 0x11, 0xe0],
        "this is a workbook of Excel 97 to 2003 (.xls); save it as .xlsx or as CSV"
    );
    text::lines(file)
}

#[cfg(test)]
mod tests;
