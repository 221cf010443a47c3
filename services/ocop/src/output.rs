//! How answers are shown: tables and bars for people, JSON for programs.

use std::fmt::Display;
use std::io::{IsTerminal as _, Write as _};
use std::sync::OnceLock;

use comfy_table::{
    Cell, CellAlignment, Color, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle,
};
use console::style;
use serde::Serialize;
use serde_json::Value;

/// Columns whose values are copied into other commands, and so stand on one line.
const WHOLE: [&str; 3] = ["id", "dossier", "product code"];

/// Width of the longest bar in characters.
const BAR: usize = 40;

/// One line under the headings and none between the rows.
const PLAIN: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// Whether people or programs read the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Prose and tables.
    Text,
    /// One JSON document.
    Json,
}

impl Format {
    /// What `--json` means.
    pub(crate) fn from_flag(json: bool) -> Self {
        if json { Self::Json } else { Self::Text }
    }
}

/// The first line that could not be written, and why.
static FAILED: OnceLock<std::io::Error> = OnceLock::new();

/// Writes a line. That it could not be written is kept for [`failed`].
pub(crate) fn line(text: impl Display) {
    if let Err(error) = writeln!(std::io::stdout(), "{text}") {
        FAILED.get_or_init(|| error);
    }
}

/// Standard output, for what is written piece by piece. That it could not be written is kept for [`failed`].
pub(crate) struct Standard;

impl std::io::Write for Standard {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        remember_failure(std::io::stdout().write(bytes))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        remember_failure(std::io::stdout().flush())
    }
}

fn remember_failure<T>(done: std::io::Result<T>) -> std::io::Result<T> {
    done.map_err(|error| {
        let kind = error.kind();
        FAILED.get_or_init(|| error);
        kind.into()
    })
}

/// Why a line could not be written, if one could not: a full disk, or a reader that closed early.
pub(crate) fn failed() -> Option<&'static std::io::Error> {
    if let Err(error) = std::io::stdout().flush() {
        FAILED.get_or_init(|| error);
    }
    FAILED.get()
}

/// Shows `value` as JSON.
///
/// # Errors
/// It cannot be serialised.
pub(crate) fn json(value: &impl Serialize) -> anyhow::Result<()> {
    line(serde_json::to_string_pretty(&named(value)?)?);
    Ok(())
}

/// Shows `value` as JSON on one line.
///
/// # Errors
/// It cannot be serialised.
pub(crate) fn json_line(value: &impl Serialize) -> anyhow::Result<()> {
    line(serde_json::to_string(&named(value)?)?);
    Ok(())
}

/// `value` as JSON with the names that the contract has.
///
/// # Errors
/// It cannot be serialised.
pub(crate) fn named_value(value: &impl Serialize) -> anyhow::Result<Value> {
    Ok(named(value)?)
}

/// `value` with the names that the contract has: `product_id`, where protobuf's JSON would say `productId`.
fn named(value: &impl Serialize) -> serde_json::Result<Value> {
    fn rename(value: Value) -> Value {
        match value {
            Value::Object(fields) => fields
                .into_iter()
                .map(|(name, value)| (snake(name), rename(value)))
                .collect(),
            Value::Array(values) => values.into_iter().map(rename).collect(),
            other => other,
        }
    }
    serde_json::to_value(value).map(rename)
}

/// A name of protobuf's JSON as the contract writes it. Keys of maps, such as headers and codes, stay as they are.
fn snake(name: String) -> String {
    let is_field = name.starts_with(|letter: char| letter.is_ascii_lowercase())
        && name.bytes().all(|letter| letter.is_ascii_alphanumeric());
    if !is_field {
        return name;
    }
    let mut written = String::with_capacity(name.len() + 4);
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            written.push('_');
        }
        written.push(letter.to_ascii_lowercase());
    }
    written
}

/// A table with these headings.
pub(crate) fn table(headings: &[&str]) -> Table {
    let mut table = Table::new();
    // A file or another program has no width: every row is one line there.
    let arrangement = if std::io::stdout().is_terminal() {
        ContentArrangement::Dynamic
    } else {
        ContentArrangement::Disabled
    };
    table
        .load_style(PLAIN)
        .set_content_arrangement(arrangement)
        .set_header(headings.iter().copied());
    for (index, heading) in headings.iter().enumerate() {
        if let Some(column) = table.column_mut(index)
            && WHOLE.contains(heading)
        {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    table
}

/// A number, on the right of its column.
pub(crate) fn number(value: impl ToString) -> Cell {
    Cell::new(value).set_alignment(CellAlignment::Right)
}

/// A cell that says that something is as it should be.
pub(crate) fn good_cell(text: impl ToString) -> Cell {
    Cell::new(text).fg(Color::Green)
}

/// A cell that says that something is not.
pub(crate) fn bad_cell(text: impl ToString) -> Cell {
    Cell::new(text).fg(Color::Red)
}

/// A bar that shows `value` as a share of `greatest`. Any value above 0 is seen.
pub(crate) fn bar(value: u32, greatest: u32) -> String {
    if value == 0 || greatest == 0 {
        return String::new();
    }
    let width = (value as usize * BAR).div_ceil(greatest as usize);
    "█".repeat(width)
}

/// A bar of fixed width that shows a part of a whole, in hundredths of a percent; never more than the whole.
pub(crate) fn gauge(part: u32) -> String {
    const WIDTH: u32 = 20;
    let full = (part.min(10_000) * WIDTH / 10_000) as usize;
    let rest = WIDTH as usize - full;
    format!("{}{}", "█".repeat(full), "░".repeat(rest))
}

/// Hundredths of a percent as a percentage: `15 %`, `9.67 %`.
pub(crate) fn percent(hundredths: u32) -> String {
    match (hundredths / 100, hundredths % 100) {
        (whole, 0) => format!("{whole} %"),
        (whole, rest) => format!("{whole}.{rest:02} %"),
    }
}

/// Three stars are ★★★.
pub(crate) fn stars(count: u32) -> String {
    "★".repeat(count as usize)
}

/// A heading.
pub(crate) fn heading(text: &str) -> String {
    style(text).bold().to_string()
}

/// Something that is as it should be.
pub(crate) fn good(text: &str) -> String {
    style(text).green().to_string()
}

/// Something that is not.
pub(crate) fn bad(text: &str) -> String {
    style(text).red().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_contract_and_keys_of_maps_stay() {
        let value = serde_json::json!({
            "productId": 1, "as_of": 2, "headers": {"ce-type": 3, "Nats-Msg-Id": 4}, "rows": [{"minStar": 5}],
        });
        let expected = serde_json::json!({
            "product_id": 1, "as_of": 2, "headers": {"ce-type": 3, "Nats-Msg-Id": 4}, "rows": [{"min_star": 5}],
        });
        assert_eq!(named(&value).expect("JSON"), expected);
    }

    #[test]
    fn one_of_sixty_one_is_still_seen() {
        assert_eq!(bar(1, 61).chars().count(), 1);
        assert_eq!(bar(61, 61).chars().count(), BAR);
        assert_eq!(bar(0, 61), "");
    }

    #[test]
    fn a_gauge_is_full_only_at_its_goal() {
        assert_eq!(gauge(9_999).chars().filter(|part| *part == '█').count(), 19);
        assert_eq!(gauge(10_000), "█".repeat(20));
        assert_eq!(gauge(25_000), gauge(10_000));
        assert_eq!(gauge(0), "░".repeat(20));
    }

    #[test]
    fn hundredths_of_a_percent_are_shown_as_percent() {
        assert_eq!(
            (percent(1_500), percent(967), percent(5)),
            ("15 %".to_owned(), "9.67 %".to_owned(), "0.05 %".to_owned())
        );
    }
}
