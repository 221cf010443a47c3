//! Headers that a partner wants with every event, such as the key of a gateway's route.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Most headers of a subscription.
const MOST: usize = 10;
/// Most characters of a name, and of a value.
const NAME: usize = 60;
const VALUE: usize = 500;

/// Names that are the connection's, the signature's or the sender's own; and those that carry credentials, which have no place
/// in settings that can be read. The signature says who is calling.
const FORBIDDEN: [&str; 22] = [
    "accept-encoding",
    "authorization",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "cookie",
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
    #[error("{0} is set by the sender, or would carry credentials")]
    Forbidden(String),
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
    /// The first of them that is wrong.
    pub fn parse<'a>(
        given: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, BadHeader> {
        let mut headers: Vec<(String, String)> = Vec::new();
        for (name, value) in given {
            if headers.len() == MOST {
                return Err(BadHeader::TooMany);
            }
            let lower = name.to_ascii_lowercase();
            let is_name = (1..=NAME).contains(&lower.len())
                && lower
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            if !is_name {
                return Err(BadHeader::Name(name.chars().take(NAME).collect()));
            }
            let mut prefixes = FORBIDDEN_PREFIXES.iter();
            if FORBIDDEN.contains(&lower.as_str())
                || prefixes.any(|prefix| lower.starts_with(prefix))
            {
                return Err(BadHeader::Forbidden(lower));
            }
            if headers.iter().any(|(known, _)| *known == lower) {
                return Err(BadHeader::Twice(lower));
            }
            let is_value = (1..=VALUE).contains(&value.len())
                && value.bytes().all(|byte| (b' '..=b'~').contains(&byte))
                && value.trim() == value;
            if !is_value {
                return Err(BadHeader::Value(lower));
            }
            headers.push((lower, value.to_owned()));
        }
        Ok(Self(headers))
    }

    /// Names, in small letters, and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_the_connection_the_signature_and_credentials_are_refused() {
        for name in [
            "Host",
            "content-length",
            "Transfer-Encoding",
            "Authorization",
            "Cookie",
            "Webhook-Signature",
            "Proxy-Authorization",
            "X-Forwarded-Host",
        ] {
            let refused = Headers::parse([(name, "x")]);
            assert_eq!(
                refused,
                Err(BadHeader::Forbidden(name.to_ascii_lowercase()))
            );
        }
    }

    #[test]
    fn a_name_or_value_that_would_break_the_request_is_refused() {
        for name in ["", "x y", "x:y", "x\r\ny", "tên"] {
            assert!(
                matches!(Headers::parse([(name, "1")]), Err(BadHeader::Name(_))),
                "{name:?}"
            );
        }
        for value in ["", " x", "a\r\nb: c", "đỏ"] {
            let refused = Headers::parse([("x-route", value)]);
            assert!(matches!(refused, Err(BadHeader::Value(_))), "{value:?}");
        }
        let twice = Headers::parse([("X-Route", "1"), ("x-route", "2")]);
        assert_eq!(twice, Err(BadHeader::Twice("x-route".into())));
        let names: Vec<String> = (0..11).map(|n| format!("x-{n}")).collect();
        let many = Headers::parse(names.iter().map(|name| (name.as_str(), "1")));
        assert_eq!(many, Err(BadHeader::TooMany));
        let taken = Headers::parse([("X-Route", "kho-1")]).unwrap();
        assert_eq!(taken.iter().collect::<Vec<_>>(), [("x-route", "kho-1")]);
    }
}
