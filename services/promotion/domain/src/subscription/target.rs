//! The URL to which a partner wants its events posted.

use thiserror::Error;
use url::{Host, Url};

use super::{Forbidden, Reach};

/// A URL that events may be posted to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target(Url);

/// Why a URL cannot be subscribed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BadTarget {
    /// Not a URL at all.
    #[error("not a URL: {0}")]
    Malformed(String),
    /// Longer than 2,048 characters.
    #[error("longer than 2,048 characters")]
    TooLong,
    /// Plain http, or something that is not http.
    #[error("events are posted by https only")]
    NotHttps,
    /// A name or password in the URL would end in logs; the signature says who is calling.
    #[error("a URL of a webhook carries no user name and no password")]
    Credentials,
    /// An address written out that is not of the public internet.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
}

impl Target {
    /// Reads a URL. An address written out is checked here; what a name resolves to is checked before every attempt.
    pub fn parse(text: &str, reach: Reach) -> Result<Self, BadTarget> {
        if text.chars().count() > 2048 {
            return Err(BadTarget::TooLong);
        }
        let mut url = Url::parse(text).map_err(|error| BadTarget::Malformed(error.to_string()))?;
        match url.scheme() {
            "https" => {}
            "http" if reach.http => {}
            _ => return Err(BadTarget::NotHttps),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(BadTarget::Credentials);
        }
        // The parser of URLs reads every spelling of an IPv4 address (0x7f.1, 2130706433) as the address it means.
        match url.host() {
            Some(Host::Ipv4(address)) => reach.check(address.into())?,
            Some(Host::Ipv6(address)) => reach.check(address.into())?,
            Some(Host::Domain(_)) => {}
            None => return Err(BadTarget::Malformed("it names no host".into())),
        }
        if url.port() == Some(0) {
            return Err(BadTarget::Malformed("nothing listens on port 0".into()));
        }
        url.set_fragment(None);
        Ok(Self(url))
    }

    /// A URL that was checked when it was stored. Its address is checked again before every attempt.
    pub fn stored(text: &str) -> Result<Self, BadTarget> {
        Url::parse(text)
            .map(Self)
            .map_err(|error| BadTarget::Malformed(error.to_string()))
    }

    /// The URL.
    pub fn url(&self) -> &Url {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_https_url_of_a_named_host_is_taken_without_its_fragment() {
        let target =
            Target::parse("https://songtra.example/ocop?chi-nhanh=1#x", Reach::PUBLIC).unwrap();
        assert_eq!(
            target.url().as_str(),
            "https://songtra.example/ocop?chi-nhanh=1"
        );
    }

    #[test]
    fn a_port_on_which_nothing_listens_is_refused() {
        let parse = |url| Target::parse(url, Reach::PUBLIC);
        let refused = parse("https://songtra.example:0/");
        assert!(
            matches!(refused, Err(BadTarget::Malformed(_))),
            "{refused:?}"
        );
        assert!(parse("https://songtra.example:8443/").is_ok());
    }

    #[test]
    fn plain_http_is_for_development_only() {
        assert_eq!(
            Target::parse("http://songtra.example/", Reach::PUBLIC),
            Err(BadTarget::NotHttps)
        );
        assert!(Target::parse("http://127.0.0.1:8080/", Reach::DEVELOPMENT).is_ok());
        assert_eq!(
            Target::parse("ftp://songtra.example/", Reach::DEVELOPMENT),
            Err(BadTarget::NotHttps)
        );
    }

    #[test]
    fn a_private_address_is_refused_in_every_spelling() {
        for host in [
            "127.0.0.1",
            "0x7f.1",
            "2130706433",
            "0177.0.0.1",
            "169.254.169.254",
            "[::1]",
            "[::ffff:10.0.0.1]",
        ] {
            let parsed = Target::parse(&format!("https://{host}/"), Reach::PUBLIC);
            assert!(
                matches!(parsed, Err(BadTarget::Forbidden(_))),
                "{host}: {parsed:?}"
            );
        }
    }

    #[test]
    fn credentials_length_and_nonsense_are_refused() {
        assert_eq!(
            Target::parse("https://a:b@c.vn/", Reach::PUBLIC),
            Err(BadTarget::Credentials)
        );
        assert_eq!(
            Target::parse(&format!("https://c.vn/{}", "x".repeat(2048)), Reach::PUBLIC),
            Err(BadTarget::TooLong)
        );
        assert!(matches!(
            Target::parse("siêu thị", Reach::PUBLIC),
            Err(BadTarget::Malformed(_))
        ));
    }
}
