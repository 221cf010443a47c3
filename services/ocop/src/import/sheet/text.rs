//! Text with one separator between cells.

use std::borrow::Cow;

use anyhow::Context as _;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::Line;

/// The separators that spreadsheet programs write, the likeliest first.
const SEPARATORS: [u8; 3] = *b",;\t";

/// The text of a file: UTF-16 by its byte order mark or its zeros, UTF-8 if it is that, and otherwise Windows-1252,
/// whose letters [`legacy`](super::legacy) can tell apart.
pub(super) fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let encoding = Encoding::for_bom(bytes)
        .map(|(encoding, _)| encoding)
        .or_else(|| utf_16_without_mark(bytes))
        .unwrap_or_else(|| {
            if std::str::from_utf8(bytes).is_ok() {
                UTF_8
            } else {
                WINDOWS_1252
            }
        });
    encoding.decode_with_bom_removal(bytes).0
}

/// UTF-16 without a byte order mark: headers are Latin letters, so every second byte of many is zero.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(256) & !1];
    let zeros = |at: usize| {
        start
            .iter()
            .skip(at)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let many = |zeros: usize| zeros * 4 > start.len() / 2;
    match (zeros(0), zeros(1)) {
        (0, high) if many(high) => Some(UTF_16LE),
        (high, 0) if many(high) => Some(UTF_16BE),
        _ => None,
    }
}

/// The rows of a text.
///
/// # Errors
/// A quoted cell is never closed.
pub(super) fn lines(text: &str) -> anyhow::Result<Vec<Line>> {
    let separator = separator(text);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.context("the file is not a table of text")?;
        let number = record.position().map(csv::Position::line);
        lines.push(Line {
            number: number.unwrap_or_default(),
            cells: record,
        });
    }
    Ok(lines)
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
        text.lines().take(20).map(count).max().unwrap_or_default()
    };
    let mut best = SEPARATORS[0];
    for separator in SEPARATORS {
        if most(&separator) > most(&best) {
            best = separator;
        }
    }
    best
}
