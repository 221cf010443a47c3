//! Rows in a scratch file, which has no name and goes with the program. In memory is only where each begins.

use std::fs::File;
use std::io::{BufWriter, Read as _, Seek as _, SeekFrom, Write as _};

use anyhow::Context as _;
use csv::StringRecord;

use super::Line;

/// Where a row lies.
#[derive(Clone, Copy, Debug)]
struct At {
    number: u32,
    length: u32,
    begins: u64,
}

/// The rows of a file, to be read in any order.
#[derive(Debug)]
pub(crate) struct Lines {
    file: File,
    at: Vec<At>,
}

/// Keeps rows.
///
/// # Errors
/// One of them cannot be read, or the scratch file not written.
pub(super) fn keep(lines: impl Iterator<Item = anyhow::Result<Line>>) -> anyhow::Result<Lines> {
    let file = tempfile::tempfile().context("there is no room for a scratch file")?;
    let mut to = BufWriter::new(file);
    let mut at = Vec::new();
    let mut begins = 0;
    let mut written = Vec::new();
    for line in lines {
        let line = line?;
        written.clear();
        for cell in &line.cells {
            let length = u32::try_from(cell.len())?;
            written.extend(length.to_le_bytes());
            written.extend(cell.as_bytes());
        }
        to.write_all(&written)
            .context("the scratch file cannot be written")?;
        at.push(At {
            number: u32::try_from(line.number)?,
            length: u32::try_from(written.len())?,
            begins,
        });
        begins += written.len() as u64;
    }
    let file = to.into_inner().map_err(std::io::IntoInnerError::into_error);
    Ok(Lines {
        file: file.context("the scratch file cannot be written")?,
        at,
    })
}

impl Lines {
    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.at.len()
    }

    /// The row at this place, from 0.
    ///
    /// # Errors
    /// The scratch file cannot be read.
    pub(crate) fn line(&self, place: usize) -> anyhow::Result<Line> {
        let at = self.at.get(place).context("there is no such row")?;
        let mut written = vec![0; at.length as usize];
        let mut file = &self.file;
        file.seek(SeekFrom::Start(at.begins))
            .and_then(|_| file.read_exact(&mut written))
            .context("the scratch file cannot be read")?;
        let mut cells = StringRecord::new();
        let mut left = written.as_slice();
        while let Some((length, rest)) = left.split_first_chunk() {
            let cell = rest.split_at_checked(u32::from_le_bytes(*length) as usize);
            let (cell, rest) = cell.context("the scratch file is not as it was written")?;
            cells.push_field(std::str::from_utf8(cell)?);
            left = rest;
        }
        Ok(Line {
            number: u64::from(at.number),
            cells,
        })
    }

    /// The line in the file of the row at this place.
    pub(crate) fn number(&self, place: usize) -> u64 {
        self.at.get(place).map_or(0, |at| u64::from(at.number))
    }
}
