//! Decisions of authorities: what grants a certificate and what takes it away.

use chrono::{Datelike as _, NaiveDate};
use ocop_spelling::{folded_widths, number_key};
use serde::{Deserialize, Serialize};

/// A decision of an authority.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Its number, such as `1898/QĐ-UBND`.
    pub number: String,
    pub date: NaiveDate,
    /// Who decided, such as `UBND tỉnh Quảng Ngãi`.
    pub authority: String,
    /// Who signed; empty if not recorded.
    pub signer: String,
}

impl Decision {
    /// Its number in one spelling; see [`number_key`].
    pub fn key(&self) -> String {
        number_key(&self.number)
    }

    /// Whether another decision bears the same number in the same year and has another date or authority. A register
    /// gives a number once a year, so that one of the two is probably written wrongly.
    pub fn contradicts(&self, other: &Self) -> bool {
        let (this, that) = (self.identity(), other.identity());
        this.0 == that.0 && self.date.year() == other.date.year() && this != that
    }

    /// What tells it from other decisions of a province, however it was typed: its number, authority and date.
    pub fn identity(&self) -> (String, String, NaiveDate) {
        (self.key(), folded_widths(&self.authority), self.date)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decision(number: &str, date: &str, authority: &str) -> Decision {
        Decision {
            number: number.into(),
            date: date.parse().unwrap(),
            authority: authority.into(),
            signer: String::new(),
        }
    }

    #[test]
    fn the_same_number_with_another_date_or_authority_in_one_year_is_a_contradiction() {
        let this = decision("58/QĐ-UBND", "2024-03-01", "UBND tỉnh Quảng Ngãi");
        let contradicts = |date: &str, authority: &str| {
            this.contradicts(&decision("58/QÐ- UBND", date, authority))
        };
        assert!(contradicts("2024-03-02", "UBND tỉnh Quảng Ngãi"));
        assert!(contradicts("2024-03-01", "UBND huyện Mộ Đức"));
        assert!(!contradicts("2024-03-01", "ubnd tỉnh  Quảng Ngãi"));
        assert!(!contradicts("2023-03-02", "UBND tỉnh Quảng Ngãi"));
    }
}
