//! Amounts with units.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A unit, with its code of UN/ECE Recommendation 20. Pieces have none in EPCIS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Pieces.
    Piece,
    /// Grams, GRM.
    Gram,
    /// Kilograms, KGM.
    Kilogram,
    /// Tonnes, TNE.
    Tonne,
    /// Millilitres, MLT.
    Millilitre,
    /// Litres, LTR.
    Litre,
}

/// What units measure. Amounts of different dimensions are not compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dimension {
    /// In thousandths of a piece.
    Count,
    /// In milligrams.
    Mass,
    /// In microlitres.
    Volume,
}

impl Unit {
    /// Its code; empty for pieces.
    pub fn code(self) -> &'static str {
        match self {
            Self::Piece => "",
            Self::Gram => "GRM",
            Self::Kilogram => "KGM",
            Self::Tonne => "TNE",
            Self::Millilitre => "MLT",
            Self::Litre => "LTR",
        }
    }

    /// The unit with this code.
    pub fn of_code(code: &str) -> Option<Self> {
        [
            Self::Piece,
            Self::Gram,
            Self::Kilogram,
            Self::Tonne,
            Self::Millilitre,
            Self::Litre,
        ]
        .into_iter()
        .find(|unit| unit.code() == code)
    }

    /// What it measures.
    pub fn dimension(self) -> Dimension {
        match self {
            Self::Piece => Dimension::Count,
            Self::Gram | Self::Kilogram | Self::Tonne => Dimension::Mass,
            Self::Millilitre | Self::Litre => Dimension::Volume,
        }
    }

    /// A thousandth of it in the smallest unit of its dimension.
    fn factor(self) -> u128 {
        match self {
            Self::Piece | Self::Gram | Self::Millilitre => 1,
            Self::Kilogram | Self::Litre => 1_000,
            Self::Tonne => 1_000_000,
        }
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Count => "pieces",
            Self::Mass => "kg",
            Self::Volume => "l",
        })
    }
}

impl Dimension {
    /// An amount in the unit that [`Display`](fmt::Display) names.
    pub(super) fn spoken(self, smallest: u128) -> String {
        let per_unit = match self {
            Self::Count => 1_000,
            Self::Mass | Self::Volume => 1_000_000,
        };
        let (whole, rest) = (smallest / per_unit, smallest % per_unit);
        let width = if per_unit == 1_000 { 3 } else { 6 };
        let digits = format!("{whole}.{rest:0width$}");
        let shortest = digits.trim_end_matches('0').trim_end_matches('.');
        format!("{shortest} {self}")
    }
}

/// An amount above nothing, in thousandths of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    thousandths: u64,
    unit: Unit,
}

/// Most whole units of an amount.
pub const MOST_UNITS: u64 = 1_000_000_000;

impl Amount {
    /// An amount. `None` if it is nothing or more than [`MOST_UNITS`].
    pub fn new(thousandths: u64, unit: Unit) -> Option<Self> {
        (1..=MOST_UNITS * 1_000)
            .contains(&thousandths)
            .then_some(Self { thousandths, unit })
    }

    /// Reads a decimal number with up to three places. `None` if it is none, or not an amount.
    pub fn parse(text: &str, unit: Unit) -> Option<Self> {
        let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
        let digits = |text: &str| text.bytes().all(|letter| letter.is_ascii_digit());
        let rest = rest.trim_end_matches('0');
        let right = digits(whole) && digits(rest) && !whole.is_empty();
        if !right || whole.len() > 10 || rest.len() > 3 {
            return None;
        }
        let whole: u64 = whole.parse().ok()?;
        let rest: u64 = format!("{rest:0<3}").parse().ok()?;
        Self::new(whole.checked_mul(1_000)?.checked_add(rest)?, unit)
    }

    /// Its unit.
    pub fn unit(self) -> Unit {
        self.unit
    }

    /// The number of units, as a decimal number.
    pub fn number(self) -> String {
        let (whole, rest) = (self.thousandths / 1_000, self.thousandths % 1_000);
        let digits = format!("{whole}.{rest:03}");
        digits
            .trim_end_matches('0')
            .trim_end_matches('.')
            .to_owned()
    }

    /// In the smallest unit of its dimension.
    pub fn smallest(self) -> u128 {
        u128::from(self.thousandths) * self.unit.factor()
    }
}
