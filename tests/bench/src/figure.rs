//! A measured figure beside its limit, and the table of all of them.

use std::fmt;

use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{CellAlignment, Table};
use serde::Serialize;

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum Unit {
    /// Calls, writes or events a second.
    #[serde(rename = "1/s")]
    PerSecond,
    /// Milliseconds.
    #[serde(rename = "ms")]
    Milliseconds,
    /// Mebibytes.
    #[serde(rename = "MiB")]
    Mebibytes,
}

impl Unit {
    fn word(self) -> &'static str {
        match self {
            Self::PerSecond => "/s",
            Self::Milliseconds => " ms",
            Self::Mebibytes => " MiB",
        }
    }

    fn format(self, value: f64) -> String {
        match self {
            Self::PerSecond => format!("{}/s", grouped(value)),
            Self::Milliseconds => format!("{value:.2} ms"),
            Self::Mebibytes => format!("{value:.1} MiB"),
        }
    }
}

/// `12,345`.
fn grouped(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The target of a figure: for its ratio to the limit, or for its value where it has no limit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Target {
    /// The more the better.
    AtLeast(f64),
    /// The less the better.
    AtMost(f64),
}

impl Target {
    fn met_by(self, measured: f64) -> bool {
        match self {
            Self::AtLeast(least) => measured >= least,
            Self::AtMost(most) => measured <= most,
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtLeast(least) => write!(f, "≥ {least}"),
            Self::AtMost(most) => write!(f, "≤ {most}"),
        }
    }
}

/// What a figure is held against, measured in the same run.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct Limit {
    /// In words.
    pub(crate) what: &'static str,
    /// In the unit of the figure.
    pub(crate) value: f64,
}

/// A measured figure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Figure {
    /// What was measured.
    pub(crate) what: String,
    /// How much.
    pub(crate) value: f64,
    /// Of what.
    pub(crate) unit: Unit,
    /// What it is held against; none where the target is absolute.
    pub(crate) limit: Option<Limit>,
    /// None for a figure that only explains another.
    pub(crate) target: Option<Target>,
}

impl Figure {
    /// The figure as a multiple of its limit.
    pub(crate) fn ratio(&self) -> Option<f64> {
        self.limit.map(|limit| self.value / limit.value)
    }

    /// Whether the target is met. `None` if there is no target.
    pub(crate) fn met(&self) -> Option<bool> {
        let measured = self.ratio().unwrap_or(self.value);
        self.target.map(|target| target.met_by(measured))
    }
}

/// The figures as a table.
pub(crate) fn table(figures: &[Figure]) -> Table {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED);
    table.set_header(["figure", "value", "limit", "", "ratio", "target", "met"]);
    for figure in figures {
        let limit = figure.limit.as_ref();
        table.add_row([
            figure.what.clone(),
            figure.unit.format(figure.value),
            limit.map_or(String::new(), |limit| figure.unit.format(limit.value)),
            limit.map_or(String::new(), |limit| limit.what.to_owned()),
            figure
                .ratio()
                .map_or(String::new(), |ratio| format!("{ratio:.2}")),
            figure.target.map_or(String::new(), |target| {
                let unit = if limit.is_none() {
                    figure.unit.word()
                } else {
                    ""
                };
                format!("{target}{unit}")
            }),
            figure
                .met()
                .map_or("", |met| if met { "yes" } else { "no" })
                .to_owned(),
        ]);
    }
    for column in [1, 2, 4, 5] {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

/// The figures for programs.
pub(crate) fn json(figures: &[Figure]) -> serde_json::Value {
    figures
        .iter()
        .map(|figure| {
            let mut row = serde_json::json!(figure);
            row["ratio"] = figure.ratio().into();
            row["met"] = figure.met().into();
            row
        })
        .collect()
}

/// The one in the middle, by value.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(value: f64, limit: Option<f64>, target: Target) -> Figure {
        Figure {
            what: "reads".to_owned(),
            value,
            unit: Unit::PerSecond,
            limit: limit.map(|value| Limit {
                what: "echo",
                value,
            }),
            target: Some(target),
        }
    }

    #[test]
    fn a_target_applies_to_the_ratio_where_there_is_a_limit() {
        let reads = figure(700.0, Some(1_000.0), Target::AtLeast(0.6));
        assert_eq!(reads.met(), Some(true));
        assert_eq!(
            figure(500.0, Some(1_000.0), Target::AtLeast(0.6)).met(),
            Some(false)
        );
    }

    #[test]
    fn a_target_applies_to_the_value_where_there_is_no_limit() {
        assert_eq!(figure(31.0, None, Target::AtMost(30.0)).met(), Some(false));
        assert_eq!(figure(29.0, None, Target::AtMost(30.0)).met(), Some(true));
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(grouped(999.6), "1,000");
        assert_eq!(grouped(1_234_567.0), "1,234,567");
        assert_eq!(grouped(12.0), "12");
    }

    #[test]
    fn one_bad_run_does_not_move_the_median() {
        assert!((median(vec![10.0, 900.0, 11.0]) - 11.0).abs() < f64::EPSILON);
    }
}
