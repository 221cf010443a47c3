//! Headers that a partner wants with every event, such as the name of a gateway's route.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Most headers of a subscription.
const MOST: usize = 10;
/// Most characters of a name, and of a value.
const NAME: usize = 60;
const VALUE: usize = 500;

/// Names that are the connection's, the signature's or the sender's own.
const FORBIDDEN: [&str; 20] = [
    "accept-encoding",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "expect",
    "forwarded",
    "host",
    "keep-alive",
    "origin",
    "referer",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "via",
    "x-forwarded-for",
    "x-real-ip",
];
const FORBIDDEN_PREFIXES: [&str; 5] = ["webhook-", "proxy-", "sec-", "ce-", "x-forwarded-"];

/// What names of headers say that carry credentials, which have no place in settings that can be read: `x-auth-token`, `set-cookie`.
/// The signature says who is calling. What is between hyphens is a word; hyphens are left out where these are looked for.
const CREDENTIALS: [&str; 14] = [
    "apikey",
    "auth",
    "bearer",
    "cookie",
    "credential",
    "jwt",
    "passphrase",
    "passwd",
    "password",
    "secret",
    "session",
    "sharedkey",
    "signature",
    "token",
];
/// Words that say so alone, such as `key` in `x-functions-key`.
const CREDENTIAL_WORDS: [&str; 6] = ["key", "keys", "pass", "pwd", "pin", "otp"];
/// Words in which one of [`CREDENTIALS`] says nothing of the kind.
const HARMLESS: [&str; 3] = ["author", "authors", "authority"];
/// How values begin that are credentials by the schemes of HTTP (RFC 9110, 11.1), whatever their header is called.
const SCHEMES: [&str; 3] = ["basic ", "bearer ", "digest "];

/// Whether the name of a header, in small letters, is one of those that carry credentials.
fn names_credentials(name: &str) -> bool {
    let words = name.split('-').filter(|word| !HARMLESS.contains(word));
    let words: Vec<&str> = words.collect();
    let joined = words.concat();
    words.iter().any(|word| CREDENTIAL_WORDS.contains(word))
        || CREDENTIALS.iter().any(|said| joined.contains(said))
}

/// Static headers, each name once, in the order in which they were given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Headers(Vec<(String, String)>);

/// Why headers are not taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BadHeader {
    /// Too many.
    #[error("at most {MOST} headers are sent with an event")]
    TooMany,
    /// Not the name of a header.
    #[error("{0:?} is not the name of a header of at most {NAME} letters, digits and hyphens")]
    Name(String),
    /// A name that is not the partner's to give.
    #[error("{0} is set by the sender")]
    Forbidden(String),
    /// It would carry credentials, which others may read here.
    #[error(
        "{0} would carry credentials, which do not belong into settings; the signature says who is calling"
    )]
    Credentials(String),
    /// Twice.
    #[error("{0} stands here already")]
    Twice(String),
    /// Not a value.
    #[error("the value of {0} has 1 to {VALUE} visible ASCII characters")]
    Value(String),
}

impl Headers {
    /// Reads names and values.
    ///
    /// # Errors
    /// Everything that is wrong, each with its place in the list.
    pub fn parse<'a>(
        given: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, Vec<(usize, BadHeader)>> {
        let mut headers: Vec<(String, String)> = Vec::new();
        let mut bad = Vec::new();
        for (index, (name, value)) in given.into_iter().enumerate() {
            if index == MOST {
                bad.push((index, BadHeader::TooMany));
                break;
            }
            let lower = name.to_ascii_lowercase();
            let repeated = headers.iter().any(|(known, _)| *known == lower);
            bad.extend(faults(name, value, repeated).map(|fault| (index, fault)));
            headers.push((lower, value.to_owned()));
        }
        if bad.is_empty() {
            Ok(Self(headers))
        } else {
            Err(bad)
        }
    }
    /// Names, in small letters, and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// What is wrong with a header: with its name and, apart from that, with its value.
fn faults(name: &str, value: &str, repeated: bool) -> impl Iterator<Item = BadHeader> {
    let lower = name.to_ascii_lowercase();
    let is_name = (1..=NAME).contains(&lower.len())
        && lower
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let mut prefixes = FORBIDDEN_PREFIXES.iter();
    let of_name = if !is_name {
        Some(BadHeader::Name(name.chars().take(NAME).collect()))
    } else if names_credentials(&lower) {
        Some(BadHeader::Credentials(lower.clone()))
    } else if FORBIDDEN.contains(&lower.as_str())
        || prefixes.any(|prefix| lower.starts_with(prefix))
    {
        Some(BadHeader::Forbidden(lower.clone()))
    } else {
        repeated.then(|| BadHeader::Twice(lower.clone()))
    };
    let is_value = (1..=VALUE).contains(&value.len())
        && value.bytes().all(|byte| (b' '..=b'~').contains(&byte))
        && value.trim() == value;
    let small = value.to_ascii_lowercase();
    // Of a name that is none nothing is said of its value.
    let of_value = if !is_name {
        None
    } else if !is_value {
        Some(BadHeader::Value(lower))
    } else {
        let said = matches!(of_name, Some(BadHeader::Credentials(_)));
        let is_scheme = !said && SCHEMES.iter().any(|scheme| small.starts_with(scheme));
        is_scheme.then_some(BadHeader::Credentials(lower))
    };
    of_name.into_iter().chain(of_value)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The faults of one header alone.
    fn of(name: &str, value: &str) -> Vec<BadHeader> {
        let bad = Headers::parse([(name, value)]).err().unwrap_or_default();
        bad.into_iter().map(|(_, fault)| fault).collect()
    }

    #[test]
    fn headers_of_the_connection_and_the_signature_are_refused() {
        for name in [
            "Host",
            "content-length",
            "Transfer-Encoding",
            "Webhook-Id",
            "X-Forwarded-Host",
        ] {
            let forbidden = BadHeader::Forbidden(name.to_ascii_lowercase());
            assert_eq!(of(name, "x"), [forbidden]);
        }
    }

    #[test]
    fn headers_that_carry_credentials_are_refused_whatever_they_are_called() {
        for name in [
            "Authorization",
            "Proxy-Authorization",
            "x-authorization",
            "x-auth-token",
            "x-access-token",
            "x-amz-security-token",
            "x-api-key",
            "api-key",
            "apikey",
            "x-apikey",
            "x-functions-key",
            "ocp-apim-subscription-key",
            "x-client-secret",
            "x-password",
            "x-session-id",
            "Cookie",
            "Set-Cookie",
            "x-jwt-assertion",
            "x-hub-signature-256",
        ] {
            let carried = BadHeader::Credentials(name.to_ascii_lowercase());
            assert_eq!(of(name, "x"), [carried]);
        }
        for value in ["Bearer abc", "basic dXNlcg=="] {
            assert_eq!(
                of("x-route", value),
                [BadHeader::Credentials("x-route".into())]
            );
        }
        for name in ["x-route", "x-author", "x-monkey", "x-tenant", "x-passenger"] {
            assert_eq!(of(name, "basics"), []);
        }
    }

    #[test]
    fn a_name_or_value_that_would_break_the_request_is_refused() {
        for name in ["", "x y", "x:y", "x\r\ny", "tên"] {
            assert_eq!(of(name, "1"), [BadHeader::Name(name.into())]);
        }
        for value in ["", " x", "a\r\nb: c", "đỏ"] {
            assert_eq!(of("x-route", value), [BadHeader::Value("x-route".into())]);
        }
        let taken = Headers::parse([("X-Route", "kho-1")]).unwrap();
        assert_eq!(taken.iter().collect::<Vec<_>>(), [("x-route", "kho-1")]);
    }

    #[test]
    fn everything_that_is_wrong_is_said_with_its_place() {
        let given = [
            ("X-Route", "1"),
            ("x-route", ""),
            ("host", "x"),
            ("x y", ""),
        ];
        let bad = [
            (1, BadHeader::Twice("x-route".into())),
            (1, BadHeader::Value("x-route".into())),
            (2, BadHeader::Forbidden("host".into())),
            (3, BadHeader::Name("x y".into())),
        ];
        assert_eq!(Headers::parse(given), Err(bad.into()));
        let names: Vec<String> = (0..12).map(|n| format!("x-{n}")).collect();
        let many = Headers::parse(names.iter().map(|name| (name.as_str(), "1")));
        assert_eq!(many, Err(vec![(10, BadHeader::TooMany)]));
    }
}
