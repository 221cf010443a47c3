//! Texts of the standard that have a form, such as URIs, numbers and codes. They are kept as they were written.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Malformed;
use super::uri::is_uri;
use super::vocabulary::{MEASUREMENTS, web_word, word};

/// Most characters of a number.
const NUMBER: usize = 40;
/// Most hexadecimal digits.
const HEXADECIMAL: usize = 200;

/// Parts of positions and vectors (CBV 2.0, section 7.7).
const COMPONENTS: [&str; 14] = [
    "x",
    "y",
    "z",
    "axial_distance",
    "azimuth",
    "height",
    "spherical_radius",
    "polar_angle",
    "elevation_angle",
    "easting",
    "northing",
    "latitude",
    "longitude",
    "altitude",
];

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident, $read:expr, $rule:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        pub struct $name(String);

        impl FromStr for $name {
            type Err = Malformed;

            fn from_str(text: &str) -> Result<Self, Malformed> {
                let read: fn(&str) -> Option<&str> = $read;
                read(text).map(|kept| Self(kept.to_owned())).ok_or(Malformed($rule))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = Malformed;

            fn try_from(text: String) -> Result<Self, Malformed> {
                text.parse()
            }
        }
    )*};
}

texts! {
    /// A URI.
    Uri, |text| is_uri(text).then_some(text), "must be a URI of at most 200 characters";
    /// A decimal number, as JSON writes it.
    Number, |text| is_number(text).then_some(text), "must be a decimal number such as -1.5, of at most 40 characters";
    /// What a sensor measures.
    MeasurementType, |text| web_word(text, &MEASUREMENTS),
        "must be a measurement type of the GS1 Web Vocabulary such as Temperature, or a URI";
    /// That something is not as it should be.
    Alert, |text| web_word(text, &["ALARM_CONDITION", "ERROR_CONDITION"]),
        "must be ALARM_CONDITION, ERROR_CONDITION or a URI";
    /// Of what a number is a part.
    Component, |text| word(text, "Comp", &COMPONENTS), "must be a component of CBV 2.0 such as latitude, or a URI";
    /// A code of UN/ECE Recommendation 20.
    UnitCode, |text| is_unit(text).then_some(text), "must be a code of UN/ECE Recommendation 20, such as CEL";
    /// Why an event is in error (CBV 2.0, section 7.5).
    ErrorReason, |text| word(text, "ER", &["did_not_occur", "incorrect_data"]),
        "must be did_not_occur, incorrect_data or a URI";
    /// Bytes.
    Hexadecimal, |text| is_hexadecimal(text).then_some(text), "must be up to 100 bytes in hexadecimal digits";
}

impl Number {
    /// The number, as near as a computer has it.
    pub fn nearest(&self) -> f64 {
        self.0.parse().unwrap_or_default()
    }
}

/// Whether a text is a number of JSON (RFC 8259, section 6) that is not beyond all bounds.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, places) = match mantissa.split_once('.') {
        Some((whole, places)) => (whole, Some(places)),
        None => (mantissa, None),
    };
    let exponent = exponent.map(|text| text.strip_prefix(['+', '-']).unwrap_or(text));
    let written = digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && places.is_none_or(digits)
        && exponent.is_none_or(digits);
    written && text.len() <= NUMBER && text.parse().is_ok_and(f64::is_finite)
}

fn is_unit(text: &str) -> bool {
    let code = |letter: u8| letter.is_ascii_uppercase() || letter.is_ascii_digit();
    (1..=3).contains(&text.len()) && text.bytes().all(code)
}

fn is_hexadecimal(text: &str) -> bool {
    let digits = text.bytes().all(|digit| digit.is_ascii_hexdigit());
    digits && text.len().is_multiple_of(2) && (2..=HEXADECIMAL).contains(&text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_as_json_writes_it_and_kept_as_it_was_written() {
        for taken in ["0", "-1.5", "26.0", "1e3", "1.25E-7", "1000000"] {
            let number: Number = taken.parse().expect(taken);
            assert_eq!(number.to_string(), taken);
        }
        for refused in [
            "", "-", "+1", "01", "1.", ".5", "1e", "1e999", "NaN", "inf", "1,5", "0x1", "1 ",
        ] {
            assert!(refused.parse::<Number>().is_err(), "{refused}");
        }
        assert!("1".repeat(40).parse::<Number>().is_ok());
        assert!("1".repeat(41).parse::<Number>().is_err());
    }

    #[test]
    fn words_of_sensors_are_those_of_the_standard_or_uris() {
        let own = "https://example.org/voc/Do-man";
        assert!("Temperature".parse::<MeasurementType>().is_ok());
        let written: MeasurementType = "gs1:Temperature".parse().expect("a type");
        assert_eq!(written.to_string(), "Temperature");
        assert!("Warmth".parse::<MeasurementType>().is_err());
        assert!("temperature".parse::<MeasurementType>().is_err());
        assert!("Nhiệt độ".parse::<MeasurementType>().is_err());
        assert!("ALARM_CONDITION".parse::<Alert>().is_ok());
        assert!(own.parse::<Alert>().is_ok());
        assert!("ALARM".parse::<Alert>().is_err());
        assert!("latitude".parse::<Component>().is_ok());
        assert!("width".parse::<Component>().is_err());
        assert!("CEL".parse::<UnitCode>().is_ok());
        assert!("P1".parse::<UnitCode>().is_ok());
        assert!("°C".parse::<UnitCode>().is_err());
        assert!("CELS".parse::<UnitCode>().is_err());
        assert!("f0C1".parse::<Hexadecimal>().is_ok());
        assert!("f0c".parse::<Hexadecimal>().is_err());
        assert!("g0".parse::<Hexadecimal>().is_err());
        assert!("".parse::<Hexadecimal>().is_err());
    }
}
