//! Decisions of authorities: what grants a certificate and what takes it away.

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

use super::spelling::plain;

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
        (self.key(), plain(&self.authority), self.date)
    }
}

/// The number of a decision in one spelling, by which it is found however it was typed: letters without accents and of
/// one case, `Đ`, `Ð` and `D` alike, no blanks, dashes and dots, and without the words "Quyết định số" before it. The
/// strokes stay, since they part numbers: `2/2019/QĐ-UBND` is not `22019/QĐ-UBND`.
pub fn number_key(text: &str) -> String {
    let words = plain(text);
    let number = words.trim_start();
    let number = number.strip_prefix("quyet dinh").unwrap_or(number);
    let number = number.trim_start();
    let number = number.strip_prefix("so ").unwrap_or(number);
    let kept = |letter: &char| letter.is_alphanumeric() || *letter == '/';
    number.chars().filter(kept).collect()
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
    fn a_decision_number_is_the_same_however_it_is_typed() {
        let key = number_key("3043/QĐ-UBND");
        for typed in [
            "3043/QÐ-UBND",
            "3043/QD-UBND",
            "3043/qđ-ubnd",
            " 3043 / QĐ – UBND",
            "3043/QĐ- UBND",
            "3043/QĐ.UBND",
            "３０４３/QĐ-UBND",
            "Quyết định số 3043/QĐ-UBND",
            "Số 3043/QĐ-UBND",
        ] {
            assert_eq!(number_key(typed), key, "{typed}");
        }
    }

    #[test]
    fn other_numbers_stay_others() {
        let key = number_key("2/2019/QĐ-UBND");
        for other in ["22019/QĐ-UBND", "2/2019/QĐ-UBND-HC", "2/2018/QĐ-UBND"] {
            assert_ne!(number_key(other), key, "{other}");
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
