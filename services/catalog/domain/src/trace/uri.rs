//! URIs, their parts, and digits that end in a check digit.

/// Most characters of a URI.
const URI: usize = 200;

/// Whether a text is a URI (RFC 3986) of at most 200 characters that names something.
pub(super) fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let in_scheme = |letter: char| letter.is_ascii_alphanumeric() || "+-.".contains(letter);
    let right = scheme.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && scheme.chars().all(in_scheme);
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    right
        && text.len() <= URI
        && is_written(query, "/?")
        && is_written(fragment, "/?")
        && names_something(scheme, rest)
}

/// Whether what stands between the scheme and the query names something.
fn names_something(scheme: &str, rest: &str) -> bool {
    if let Some(rest) = rest.strip_prefix("//") {
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let (host, port) = host.split_once(':').unwrap_or((host, ""));
        let web = ["http", "https"]
            .iter()
            .any(|web| scheme.eq_ignore_ascii_case(web));
        let named = if web {
            !host.is_empty()
        } else {
            !rest.is_empty()
        };
        return named
            && !host.contains('@')
            && is_written(host, "")
            && port.bytes().all(|digit| digit.is_ascii_digit())
            && is_written(path, "/");
    }
    let urn = scheme.eq_ignore_ascii_case("urn");
    // RFC 8141: a name space, and a name in it.
    let named = !urn
        || rest.split_once(':').is_some_and(|(space, name)| {
            !space.is_empty() && !name.ends_with(':') && !name.is_empty()
        });
    named && !rest.is_empty() && is_written(rest, "/")
}

/// Whether a text consists of characters of paths, of these others, and of percent-encoding.
fn is_written(text: &str, others: &str) -> bool {
    let is = |letter: char| {
        letter.is_ascii_alphanumeric()
            || "-._~!$&'()*+,;=:@%".contains(letter)
            || others.contains(letter)
    };
    let encoded = |after: &str| {
        let digits = after.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    text.chars().all(is) && text.split('%').skip(1).all(encoded)
}

/// Whether digits end in their check digit (GS1 General Specifications, section 7.9).
pub(super) fn checked(digits: &str, length: usize) -> bool {
    let all = digits.len() == length && digits.bytes().all(|digit| digit.is_ascii_digit());
    let written = all.then(|| digits.split_at(length - 1));
    let right = written.is_some_and(|(before, last)| last == check_digit(before).to_string());
    right && digits.bytes().any(|digit| digit != b'0')
}

/// The check digit of digits that come before it.
pub(super) fn check_digit(before: &str) -> u32 {
    let weights = [3, 1].into_iter().cycle();
    let sum: u32 = before
        .bytes()
        .rev()
        .zip(weights)
        .map(|(digit, weight)| u32::from(digit.wrapping_sub(b'0')) * weight)
        .sum();
    (10 - sum % 10) % 10
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

#[cfg(test)]
mod tests {
    use super::is_uri;

    #[test]
    fn a_uri_names_something_and_is_written_as_uris_are() {
        for uri in [
            "urn:uuid:1",
            "https://a.example/1",
            "https://a.example:8080/1?x=/a?#b",
            "https://a.example",
            "ni:///sha-256;abc",
            "tag:a:b",
            "urn:a:%E1%BB%9F",
            "gs1:Temperature",
        ] {
            assert!(is_uri(uri), "{uri}");
        }
        for text in [
            "1",
            "urn:uuid:",
            ":1",
            "1a:b",
            "urn:a b",
            "ở:1",
            "urn:",
            "urn:x",
            "urn:a:ở",
            "urn:a:{b}",
            "urn:a:%4",
            "urn:a:%zz",
            "https://",
            "https:///x",
            "https://a:b/",
            "https://a@b/",
            "urn:a:b#c#d",
            "urn:a:[b]",
            "a:?b",
        ] {
            assert!(!is_uri(text), "{text}");
        }
    }
}
