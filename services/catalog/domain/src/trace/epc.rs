//! URNs of the EPC Tag Data Standard. They part a number after the company's prefix, which a number of GS1 does not tell, so they are
//! read and never written: wherever a URN parts a number, it is the same number.

use super::uri::{check_digit, decoded};

/// Fewest and most digits of a company's prefix.
const PREFIX: std::ops::RangeInclusive<usize> = 6..=12;

/// A GTIN of 14 digits with the serial number of `urn:epc:id:sgtin:<prefix>.<item>.<serial>`.
pub(super) fn sgtin(uri: &str) -> Option<(String, String)> {
    item(uri.strip_prefix("urn:epc:id:sgtin:")?)
}

/// A GTIN of 14 digits with the number of the lot of `urn:epc:class:lgtin:<prefix>.<item>.<lot>`.
pub(super) fn lgtin(uri: &str) -> Option<(String, String)> {
    item(uri.strip_prefix("urn:epc:class:lgtin:")?)
}

/// The SSCC of `urn:epc:id:sscc:<prefix>.<serial reference>`.
pub(super) fn sscc(uri: &str) -> Option<String> {
    let (prefix, reference) = uri.strip_prefix("urn:epc:id:sscc:")?.split_once('.')?;
    first_digit_before(prefix, reference, 17)
}

/// The GLN of `urn:epc:id:sgln:<prefix>.<location>.0`. An extension other than 0 names a part of what the GLN names, and is not read.
pub(super) fn sgln(uri: &str) -> Option<String> {
    let rest = uri.strip_prefix("urn:epc:id:sgln:")?.strip_suffix(".0")?;
    let (prefix, location) = rest.split_once('.')?;
    numbered(prefix, location, 12, format!("{prefix}{location}"))
}

fn item(rest: &str) -> Option<(String, String)> {
    let (prefix, rest) = rest.split_once('.')?;
    let (item, number) = rest.split_once('.')?;
    Some((first_digit_before(prefix, item, 13)?, decoded(number)?))
}

/// The number whose first digit stands at the beginning of what follows the prefix.
fn first_digit_before(prefix: &str, rest: &str, length: usize) -> Option<String> {
    let (first, rest_after) = rest.split_at_checked(1)?;
    numbered(prefix, rest, length, format!("{first}{prefix}{rest_after}"))
}

/// Digits with their check digit, if they are parted rightly and are so many.
fn numbered(prefix: &str, rest: &str, length: usize, digits: String) -> Option<String> {
    let right = PREFIX.contains(&prefix.len())
        && prefix.len() + rest.len() == length
        && digits.bytes().all(|digit| digit.is_ascii_digit());
    right.then(|| format!("{digits}{}", check_digit(&digits)))
}
