//! Global trade item numbers.

/// A GTIN of 8, 12, 13 or 14 digits whose check digit is right (GS1 General Specifications, section 7.9).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gtin(String);

impl Gtin {
    /// Reads a GTIN. `None` if it is not one.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: Vec<u32> = text
            .chars()
            .map(|digit| digit.to_digit(10))
            .collect::<Option<_>>()?;
        if ![8, 12, 13, 14].contains(&digits.len()) {
            return None;
        }
        // From the right: the check digit counts once, then weights 3 and 1 in turn.
        let sum: u32 = digits
            .iter()
            .rev()
            .zip([1, 3].into_iter().cycle())
            .map(|(digit, weight)| digit * weight)
            .sum();
        sum.is_multiple_of(10).then(|| Self(text.to_owned()))
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
        assert!(Gtin::parse("").is_none());
    }
}
