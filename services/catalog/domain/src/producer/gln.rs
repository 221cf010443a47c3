//! Global location numbers.

use serde::{Deserialize, Serialize};

/// A GLN: 13 digits of which the last checks the others (GS1 General Specifications, section 7.9).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gln(String);

impl Gln {
    /// Reads a GLN; blanks between its digits do not count. `None` if it is not one.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String = text
            .chars()
            .filter(|letter| !letter.is_whitespace())
            .collect();
        let numbers: Vec<u32> = digits
            .chars()
            .map(|digit| digit.to_digit(10))
            .collect::<Option<_>>()?;
        let weights = [1, 3].into_iter().cycle();
        let sum: u32 = numbers
            .iter()
            .zip(weights)
            .map(|(digit, weight)| digit * weight)
            .sum();
        let fits = numbers.len() == 13
            && sum.is_multiple_of(10)
            && numbers.iter().any(|digit| *digit != 0);
        fits.then_some(Self(digits))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gln_with_a_wrong_check_digit_is_none() {
        assert_eq!(
            Gln::parse("893 1234 567897").as_ref().map(Gln::as_str),
            Some("8931234567897")
        );
        assert_eq!(Gln::parse("8931234567893"), None);
        assert_eq!(Gln::parse("96385074"), None);
        assert_eq!(Gln::parse("0000000000000"), None);
        assert_eq!(Gln::parse("893123456789x"), None);
    }
}
