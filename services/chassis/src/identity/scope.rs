//! Where a role is held.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Where a role is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Scope {
    /// Everywhere: `*`.
    Anywhere,
    /// In a province: `province:51`.
    Province(String),
    /// In a commune: `commune:21364`.
    Commune(String),
    /// For a producer: `producer:<id>`.
    Producer(String),
    /// For a partner: `partner:<id>`.
    Partner(String),
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Anywhere => f.write_str("*"),
            Self::Province(code) => write!(f, "province:{code}"),
            Self::Commune(code) => write!(f, "commune:{code}"),
            Self::Producer(id) => write!(f, "producer:{id}"),
            Self::Partner(id) => write!(f, "partner:{id}"),
        }
    }
}

impl From<Scope> for String {
    fn from(scope: Scope) -> Self {
        scope.to_string()
    }
}

impl FromStr for Scope {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let scope = match text.split_once(':') {
            None if text == "*" => Self::Anywhere,
            Some(("province", code)) if !code.is_empty() => Self::Province(code.to_owned()),
            Some(("commune", code)) if !code.is_empty() => Self::Commune(code.to_owned()),
            Some(("producer", id)) if !id.is_empty() => Self::Producer(id.to_owned()),
            Some(("partner", id)) if !id.is_empty() => Self::Partner(id.to_owned()),
            _ => {
                return Err(
                    "is not a scope such as *, province:51, commune:21364, producer:ID, partner:ID"
                        .to_owned(),
                );
            }
        };
        Ok(scope)
    }
}

impl TryFrom<String> for Scope {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}
