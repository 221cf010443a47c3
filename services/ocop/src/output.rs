//! How answers are shown: tables and bars for people, JSON for programs.

use std::fmt::Display;
use std::io::Write as _;

use comfy_table::{Cell, CellAlignment, ContentArrangement, LineStyle, Table, TableStyle};
use console::style;
use serde::Serialize;

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

/// Writes a line. A reader that closes early, such as `head`, is no error.
pub(crate) fn line(text: impl Display) {
    if let Err(error) = writeln!(std::io::stdout(), "{text}") {
        tracing::debug!(%error, "the output was closed");
    }
}

/// Shows `value` as JSON.
///
/// # Errors
/// It cannot be serialised.
pub(crate) fn json(value: &impl Serialize) -> anyhow::Result<()> {
    line(format_args!("{}", serde_json::to_string_pretty(value)?));
    Ok(())
}

/// A table with these headings.
pub(crate) fn table(headings: &[&str]) -> Table {
    let mut table = Table::new();
    table
        .load_style(PLAIN)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(headings.iter().copied());
    table
}

/// A number, on the right of its column.
pub(crate) fn number(value: impl ToString) -> Cell {
    Cell::new(value).set_alignment(CellAlignment::Right)
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
