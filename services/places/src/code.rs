//! The code of a unit.

use std::fmt;
use std::ops::Deref;
use std::str::{self, FromStr};

/// An official code: two digits of a province, three of a district, five of a commune. In the order of its text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    // Zeros behind the digits, so that the order is that of the text.
    digits: [u8; LONGEST],
    length: u8,
}

const LONGEST: usize = 5;

/// A text that is no code: one to five digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a code of one to five digits")]
pub struct NotACode;

impl FromStr for Code {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, NotACode> {
        let length = u8::try_from(text.len()).map_err(|_| NotACode)?;
        let mut digits = [0; LONGEST];
        let places = digits.get_mut(..text.len()).ok_or(NotACode)?;
        if places.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NotACode);
        }
        places.copy_from_slice(text.as_bytes());
        Ok(Self { digits, length })
    }
}

impl Code {
    /// Its digits.
    pub fn as_str(&self) -> &str {
        let digits = self.digits.get(..usize::from(self.length));
        // Only digits get in.
        str::from_utf8(digits.unwrap_or_default()).unwrap_or_default()
    }
}

impl Deref for Code {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl PartialEq<str> for Code {
    fn eq(&self, other: &str) -> bool {
        **self == *other
    }
}

impl PartialEq<&str> for Code {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

impl PartialEq<String> for Code {
    fn eq(&self, other: &String) -> bool {
        **self == **other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_the_order_of_their_texts() {
        let texts = ["51", "510", "51001", "52", "520"];
        let codes = texts.map(|text| text.parse::<Code>().unwrap());
        assert!(codes.is_sorted());
        assert_eq!(codes.map(|code| code.to_string()), texts);
    }

    #[test]
    fn what_is_not_one_to_five_digits_is_no_code() {
        for text in ["", "5a", "510011", "٥١", " 51"] {
            assert_eq!(text.parse::<Code>(), Err(NotACode), "{text:?}");
        }
    }
}
