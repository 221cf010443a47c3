//! Global trade item numbers.

use serde::{Deserialize, Serialize};

/// A GTIN of 8, 12, 13 or 14 digits whose check digit is right (GS1 General Specifications, section 7.9). The zeros that
/// lead a number to 14 digits do not make another of it, so it is kept in the shortest of these forms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gtin(String);

/// How many digits a GTIN may have.
const LENGTHS: [usize; 4] = [8, 12, 13, 14];

impl Gtin {
    /// Reads a GTIN; blanks between its digits do not count. `None` if it is not one.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: Vec<u32> = text
            .chars()
            .filter(|letter| !letter.is_whitespace())
            .map(|digit| digit.to_digit(10))
            .collect::<Option<_>>()?;
        if !LENGTHS.contains(&digits.len()) {
            return None;
        }
        // From the right: the check digit counts once, then weights 3 and 1 in turn.
        let sum: u32 = digits
            .iter()
            .rev()
            .zip([1, 3].into_iter().cycle())
            .map(|(digit, weight)| digit * weight)
            .sum();
        if !sum.is_multiple_of(10) {
            return None;
        }
        let leading = digits.iter().take_while(|digit| **digit == 0).count();
        let significant = digits.len() - leading;
        let shortest = LENGTHS.into_iter().find(|length| *length >= significant)?;
        if significant == 0 {
            return None;
        }
        let number = digits.iter().skip(digits.len() - shortest);
        Some(Self(
            number
                .filter_map(|digit| char::from_digit(*digit, 10))
                .collect(),
        ))
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
    fn a_gtin_with_a_wrong_check_digit_is_none() {
        assert!(Gtin::parse("4006381333931").is_some());
        assert!(Gtin::parse("4006381333932").is_none());
        assert!(Gtin::parse("96385074").is_some());
        assert!(Gtin::parse("400638133393x").is_none());
        assert!(Gtin::parse("00000000").is_none());
        assert!(Gtin::parse("").is_none());
    }

    #[test]
    fn leading_zeros_make_no_other_number() {
        for (written, kept) in [
            ("4006381333931", "4006381333931"),
            ("04006381333931", "4006381333931"),
            ("400 6381 333931", "4006381333931"),
            ("00000096385074", "96385074"),
            ("0012345678905", "012345678905"),
            ("14006381333938", "14006381333938"),
        ] {
            let read = Gtin::parse(written).expect(written);
            assert_eq!(read.as_str(), kept);
        }
    }
}
