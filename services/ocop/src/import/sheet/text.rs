//! Text with one separator between cells.

use std::io::{BufRead as _, BufReader, Read, Seek};

use anyhow::Context as _;

use super::decoding::{Decoded, encoding};
use super::{Line, Lines, scratch};

/// The separators that spreadsheet programs write, the likeliest first.
const SEPARATORS: [u8; 3] = *b",;\t";

/// Most bytes of the first lines, by which the separator is found.
const START: u64 = 1 << 20;

/// The rows of a text.
///
/// # Errors
/// A quoted cell is never closed.
pub(super) fn lines(mut file: impl Read + Seek) -> anyhow::Result<Lines> {
    let encoding = encoding(&mut file)?;
    file.rewind()?;
    let separator = separator(&first_lines(Decoded::new(&mut file, encoding))?);
    file.rewind()?;
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .delimiter(separator)
        .from_reader(Decoded::new(file, encoding));
    let lines = reader.records().map(|record| {
        let record = record.context("the file is not a table of text")?;
        let number = record.position().map(csv::Position::line);
        Ok(Line {
            number: number.unwrap_or_default(),
            cells: record,
        })
    });
    scratch::keep(lines)
}

/// The first lines of a text.
fn first_lines(text: impl Read) -> anyhow::Result<String> {
    let mut start = BufReader::new(text.take(START));
    let mut read = Vec::new();
    for _ in 0..20 {
        start.read_until(b'\n', &mut read)?;
    }
    Ok(String::from_utf8_lossy(&read).into_owned())
}

/// The separator that occurs most often, outside quotes, in one of the first lines: that is the line of the headers.
fn separator(text: &str) -> u8 {
    let most = |separator: &u8| {
        let count = |line: &str| {
            let outside = line.split('"').step_by(2);
            outside
                .flat_map(str::bytes)
                .filter(|byte| byte == separator)
                .count()
        };
        text.lines().map(count).max().unwrap_or_default()
    };
    let mut best = SEPARATORS[0];
    for separator in SEPARATORS {
        if most(&separator) > most(&best) {
            best = separator;
        }
    }
    best
}
