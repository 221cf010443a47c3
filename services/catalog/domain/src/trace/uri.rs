//! Parts of URIs, and digits that end in a check digit.

/// Whether digits end in their check digit (GS1 General Specifications, section 7.9).
pub(super) fn checked(digits: &str, length: usize) -> bool {
    let all = digits.len() == length && digits.bytes().all(|digit| digit.is_ascii_digit());
    let weights = [1, 3].into_iter().cycle();
    let sum: u32 = digits
        .bytes()
        .rev()
        .zip(weights)
        .map(|(digit, weight)| u32::from(digit.wrapping_sub(b'0')) * weight)
        .sum();
    all && sum.is_multiple_of(10) && digits.bytes().any(|digit| digit != b'0')
}

/// The 82 characters of GS1 of which lot numbers are made.
pub(super) fn in_set_82(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "!\"%&'()*+,-./:;<=>?_".contains(letter)
}

/// Percent-encodes all but letters, digits and what needs no encoding anywhere in a URI (RFC 3986, section 2.3).
pub(super) fn encoded(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            written.push(char::from(byte));
        } else {
            written.push_str(&format!("%{byte:02X}"));
        }
    }
    written
}

/// Takes percent-encoding away. `None` if it is wrong or not UTF-8.
pub(super) fn decoded(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut read = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let digits = [bytes.next()?, bytes.next()?];
            let digits = std::str::from_utf8(&digits).ok()?;
            read.push(u8::from_str_radix(digits, 16).ok()?);
        } else {
            read.push(byte);
        }
    }
    String::from_utf8(read).ok()
}

/// The last segments of the path of a web URI: as many as are asked for.
pub(super) fn path<const N: usize>(uri: &str) -> Option<[&str; N]> {
    let rest = uri
        .strip_prefix("https://")
        .or_else(|| uri.strip_prefix("http://"))?;
    let rest = rest.split(['?', '#']).next()?.trim_end_matches('/');
    let (host, path) = rest.split_once('/')?;
    if host.is_empty() {
        return None;
    }
    let mut segments: Vec<&str> = path.rsplit('/').take(N).collect();
    segments.reverse();
    segments.try_into().ok()
}
