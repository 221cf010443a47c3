//! Product codes (mã số sản phẩm): `(province)-(commune)-(serial)-(year)`, with the administrative
//! codes of Decision 19/2025/QĐ-TTg, a serial that the commune keeps, and the year of the decision.
//!
//! A code is printed on packs and never changes with what it names: mergers, a new year and a new law
//! give the next certificate another one. So it is no key, only a way to find a certificate.

use std::fmt;

use super::spelling::plain;
use crate::register::product::Place;

/// A product code in one spelling, by which it is found however it was typed: small letters, and one dash for every
/// kind of dash, blank, stroke or dot between its parts.
pub fn code_key(text: &str) -> String {
    let text = plain(text);
    let parts = text.split(|letter: char| !letter.is_alphanumeric());
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    parts.join("-")
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
    /// commune that ended with the districts. `None` if it is neither; old registers hold all sorts.
    pub fn printed(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.trim().split('-').collect();
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
