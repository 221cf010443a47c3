//! Stars and criteria sets: the two numbers by which buyers ask for products.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The star of a certificate. One and two stars are results without a certificate (Decision 26/2026/QĐ-TTg, Art. 4.1a),
/// so promotion never sees them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub enum Star {
    /// Three stars: 50 points and more.
    Three,
    /// Four stars: 70 points and more.
    Four,
    /// Five stars: 90 points and more, given by the ministry.
    Five,
}

/// A number that is not a star of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a certificate has 3, 4 or 5 stars, not {0}")]
pub struct NotAStar(pub u32);

impl Star {
    /// The number of stars, 3 to 5.
    pub fn number(self) -> u32 {
        match self {
            Self::Three => 3,
            Self::Four => 4,
            Self::Five => 5,
        }
    }
}

impl TryFrom<u32> for Star {
    type Error = NotAStar;

    fn try_from(number: u32) -> Result<Self, NotAStar> {
        match number {
            3 => Ok(Self::Three),
            4 => Ok(Self::Four),
            5 => Ok(Self::Five),
            other => Err(NotAStar(other)),
        }
    }
}

impl From<Star> for u32 {
    fn from(star: Star) -> Self {
        star.number()
    }
}

/// The number of a criteria set, 1 to 26: Appendix I of Decision 26/2026/QĐ-TTg.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct CriteriaSet(u8);

/// A number that no criteria set has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("criteria sets are numbered 1 to 26; there is no {0}")]
pub struct NoSuchSet(pub u32);

impl CriteriaSet {
    /// The number, 1 to 26.
    pub fn number(self) -> u32 {
        u32::from(self.0)
    }
}

impl TryFrom<u32> for CriteriaSet {
    type Error = NoSuchSet;

    fn try_from(number: u32) -> Result<Self, NoSuchSet> {
        match u8::try_from(number) {
            Ok(set @ 1..=26) => Ok(Self(set)),
            _ => Err(NoSuchSet(number)),
        }
    }
}

impl From<CriteriaSet> for u32 {
    fn from(set: CriteriaSet) -> Self {
        set.number()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_three_to_five_are_stars_of_a_certificate() {
        assert_eq!(Star::try_from(2), Err(NotAStar(2)));
        assert_eq!(Star::try_from(6), Err(NotAStar(6)));
        for number in 3..=5 {
            assert_eq!(Star::try_from(number).unwrap().number(), number);
        }
        assert!(Star::Three < Star::Four && Star::Four < Star::Five);
    }

    #[test]
    fn criteria_sets_are_numbered_1_to_26() {
        assert!(CriteriaSet::try_from(0).is_err());
        assert!(CriteriaSet::try_from(27).is_err());
        assert!(CriteriaSet::try_from(256 + 9).is_err());
        assert_eq!(CriteriaSet::try_from(26).unwrap().number(), 26);
    }
}
