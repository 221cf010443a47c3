//! E-mail addresses.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The e-mail address of the person to ask at a partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

/// A text that cannot be an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("an e-mail address looks like name@example.vn and has at most 254 characters")]
pub struct NotAnEmail;

impl Email {
    /// Reads an address. Checks only what no deliverable address can lack: one `@`, a name, a domain with a dot, no
    /// spaces and no more than 254 characters (RFC 5321, 4.5.3.1.3 less the angle brackets).
    pub fn parse(text: &str) -> Result<Self, NotAnEmail> {
        let (name, domain) = text.split_once('@').ok_or(NotAnEmail)?;
        let labels_are_filled =
            domain.contains('.') && domain.split('.').all(|label| !label.is_empty());
        let has_stray =
            text.chars().any(|c| c.is_whitespace() || c.is_control()) || domain.contains('@');
        if name.is_empty() || !labels_are_filled || has_stray || text.chars().count() > 254 {
            return Err(NotAnEmail);
        }
        Ok(Self(text.to_owned()))
    }

    /// The address as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Email {
    type Error = NotAnEmail;

    fn try_from(text: String) -> Result<Self, NotAnEmail> {
        Self::parse(&text)
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_name_domain_or_dot_is_no_email() {
        for text in [
            "",
            "mua",
            "@siêuthị.vn",
            "mua@",
            "mua@vn",
            "mua hàng@a.vn",
            "a@b@c.vn",
            "a@b..vn",
            "a@b.vn\n",
        ] {
            assert_eq!(Email::parse(text), Err(NotAnEmail), "{text:?}");
        }
        assert!(Email::parse(&format!("{}@a.vn", "x".repeat(250))).is_err());
        let longest = format!("{}@a.vn", "x".repeat(249));
        assert_eq!(Email::parse(&longest).map(String::from), Ok(longest));
        assert_eq!(
            Email::parse("mua.hàng@siêuthị.vn").unwrap().as_str(),
            "mua.hàng@siêuthị.vn"
        );
    }
}
