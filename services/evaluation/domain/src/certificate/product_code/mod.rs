//! Product codes (mã số sản phẩm): `(province)-(commune)-(serial)-(year)`, with the administrative
//! codes of Decision 19/2025/QĐ-TTg, a serial that the commune keeps, and the year of the decision.
//!
//! A code is printed on packs and never changes with what it names: mergers, a new year and a new law
//! give the next certificate another one. So it is no key, only a way to find a certificate.

use std::fmt;

use unicode_normalization::UnicodeNormalization as _;

use crate::register::product::Place;
use ocop_spelling::folded_widths;

/// What people write where there is no code, in the spelling of [`code_key`].
const NO_CODE: [&str; 19] = [
    "0",
    "null",
    "none",
    "nil",
    "nan",
    "n-a",
    "na",
    "tbd",
    "undefined",
    "khong",
    "khong-co",
    "khong-co-ma",
    "khong-co-ma-so",
    "chua",
    "chua-co",
    "chua-co-ma",
    "chua-cap",
    "dang-cap",
    "trong",
];

/// A product code in one spelling, by which it is found however it was typed: small letters, and one dash for every
/// kind of dash, blank, stroke or dot between its parts. Empty for what stands where there is no code, such as "null",
/// "-" or "không có".
pub fn code_key(text: &str) -> String {
    let text = folded_widths(text);
    let parts = text.split(|letter: char| !letter.is_alphanumeric());
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    let key = parts.join("-");
    if NO_CODE.contains(&key.as_str()) || key.chars().all(|letter| matches!(letter, '0' | '-')) {
        String::new()
    } else {
        key
    }
}

/// A product code as it is stored: as it was printed, with the usual letters and digits, one kind of dash and no blanks
/// around it. Empty for what stands where there is no code.
pub fn stored_code(text: &str) -> String {
    if code_key(text).is_empty() {
        return String::new();
    }
    let usual: String = text.nfkc().map(dash).collect();
    let parts = usual.split('-').map(str::split_whitespace);
    let parts = parts.map(|words| words.collect::<Vec<_>>().join(" "));
    parts.collect::<Vec<_>>().join("-")
}

/// The hyphen for every dash: hyphens, dashes and the minus sign.
fn dash(letter: char) -> char {
    match letter {
        '\u{2010}'..='\u{2015}'
        | '\u{2212}'
        | '\u{2043}'
        | '\u{fe58}'
        | '\u{fe63}'
        | '\u{ff0d}' => '-',
        _ => letter,
    }
}

/// The commune that keeps a product's serial.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Commune {
    pub province: String,
    pub code: String,
}

impl Commune {
    /// The commune of a place; `None` where the catalog knows only a district or a province, which
    /// keep no serials.
    pub fn of(place: &Place) -> Option<Self> {
        let is_district = place.district_code.as_deref() == Some(&place.code);
        (!is_district && place.code != place.province_code).then(|| Self {
            province: place.province_code.clone(),
            code: place.code.clone(),
        })
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductCode {
    /// The commune that keeps the serial.
    pub commune: Commune,
    /// The product's number in that commune, from 1.
    pub serial: u32,
    /// The year of the decision.
    pub year: i32,
}

impl ProductCode {
    /// Reads a printed code: the present form, or the one with a district between province and
    /// commune that ended with the districts, in whatever spelling. `None` if it is neither; old registers hold all sorts.
    pub fn printed(text: &str) -> Option<Self> {
        let key = code_key(text);
        let parts: Vec<&str> = key.split('-').collect();
        let (province, commune, serial, year) = match parts.as_slice() {
            [province, commune, serial, year] | [province, _, commune, serial, year] => {
                (*province, *commune, *serial, *year)
            }
            _ => return None,
        };
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !parts.iter().all(|part| digits(part)) || year.len() != 4 {
            return None;
        }
        Some(Self {
            commune: Commune {
                province: province.to_owned(),
                code: commune.to_owned(),
            },
            serial: serial.parse().ok().filter(|serial| *serial > 0)?,
            year: year.parse().ok()?,
        })
    }
}

impl fmt::Display for ProductCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Commune { province, code } = &self.commune;
        write!(f, "{province}-{code}-{}-{}", self.serial, self.year)
    }
}

#[cfg(test)]
mod tests;
