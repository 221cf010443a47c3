//! Stars, and the ranks that points give.
//!
//! A product is certified with three, four or five stars. Points alone give a rank from one to five
//! (Article 3.3); ranks one and two are results without a certificate (Article 4.1a), so they are
//! not stars here.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The stars of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
pub enum Star {
    /// Stable quality and trade.
    Three = 3,
    /// A brand in growth.
    Four = 4,
    /// National level; granted by the centre.
    Five = 5,
}

/// A number that is no star of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not a number of stars: a certificate has 3, 4 or 5")]
pub struct NotAStar(pub u8);

impl Star {
    /// Every star, lowest first.
    pub const ALL: [Self; 3] = [Self::Three, Self::Four, Self::Five];

    pub fn number(self) -> u8 {
        self as u8
    }

    /// The least average of this star, of a regulation's floors of the ranks 2 to 5.
    pub fn floor(self, floors: [u32; 4]) -> u32 {
        match self {
            Self::Three => floors[1],
            Self::Four => floors[2],
            Self::Five => floors[3],
        }
    }

    /// The next star up, if there is one.
    pub fn next(self) -> Option<Self> {
        match self {
            Self::Three => Some(Self::Four),
            Self::Four => Some(Self::Five),
            Self::Five => None,
        }
    }
}

impl TryFrom<u8> for Star {
    type Error = NotAStar;

    fn try_from(number: u8) -> Result<Self, NotAStar> {
        Self::ALL
            .into_iter()
            .find(|star| star.number() == number)
            .ok_or(NotAStar(number))
    }
}

impl From<Star> for u8 {
    fn from(star: Star) -> Self {
        star.number()
    }
}

impl fmt::Display for Star {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}★", self.number())
    }
}

/// Where an average lies in the bands of points, 1 to 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rank(u8);

impl Rank {
    /// The rank of an average given exactly, as the sum of `count` totals. `floors` are the least
    /// points of ranks 2 to 5. Compares whole numbers (`sum ≥ floor · count`), so that 69.96 is
    /// never taken for 70. Nothing scored is rank 1.
    pub fn of(sum: u32, count: u32, floors: [u32; 4]) -> Self {
        let reached = floors
            .iter()
            .filter(|&&floor| count > 0 && u64::from(sum) >= u64::from(floor) * u64::from(count))
            .count();
        Self(u8::try_from(reached).map_or(5, |reached| reached + 1))
    }

    /// The number, 1 to 5.
    pub fn number(self) -> u8 {
        self.0
    }

    /// The star of this rank; `None` for ranks 1 and 2.
    pub fn star(self) -> Option<Star> {
        Star::try_from(self.0).ok()
    }
}

#[cfg(test)]
mod tests;
