//! Ids of containers and locations, as URIs: of GS1 where there is a number of GS1, of ours where a producer has ids of its own.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::uri::{checked, decoded, encoded, path};
use super::{LotId, Uri, epc};

/// Why a text is no id, and what it must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Malformed(pub &'static str);

/// Most characters of a producer's own id or of the name of its location.
const OWN: usize = 100;
/// The resolver of GS1, in whose name ids are kept: the domain of a Digital Link does not make another id of it.
pub(super) const RESOLVER: &str = "https://id.gs1.org";

const NO_CONTAINER: Malformed = Malformed(
    "must be a container: https://…/00/<SSCC> with a right check digit, urn:epc:id:sscc:…, or \
     urn:ocop:container:<producer id>:<own id>",
);
const NO_LOCATION: Malformed = Malformed(
    "must be a location: https://…/414/<GLN> with a right check digit, urn:epc:id:sgln:… without an extension, \
     urn:ocop:location:<producer id>:<name>, or urn:ocop:area:<growing area id>",
);

/// An id that a producer gave itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Own {
    /// The producer.
    pub producer: Uuid,
    /// The id, as the producer writes it.
    pub text: String,
}

/// Id of what lots are packed in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum ContainerId {
    /// A logistic unit: SSCC of 18 digits.
    Sscc(String),
    /// A container of a producer.
    Own(Own),
}

/// Id of where something happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum LocationId {
    /// GLN of 13 digits.
    Gln(String),
    /// A location that a producer names.
    Own(Own),
    /// A growing area.
    Area(Uuid),
}

/// What events are about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// A lot.
    Lot(LotId),
    /// A container.
    Container(ContainerId),
    /// A transformation that has several events.
    Transformation(Uri),
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lot(lot) => lot.fmt(f),
            Self::Container(container) => container.fmt(f),
            // Its URI may be that of something else.
            Self::Transformation(id) => write!(f, "transformation {id}"),
        }
    }
}

impl Own {
    pub(super) fn read(producer: &str, text: &str) -> Option<Self> {
        let text = decoded(text)?;
        let length = text.chars().count();
        let right = (1..=OWN).contains(&length)
            && text.trim() == text
            && !text.chars().any(char::is_control);
        right.then_some(Self {
            producer: producer.parse().ok()?,
            text,
        })
    }

    /// Reads `urn:ocop:<kind>:<producer>:<text>`.
    pub(super) fn urn(uri: &str, kind: &str) -> Option<Self> {
        let rest = uri.strip_prefix("urn:ocop:")?.strip_prefix(kind)?;
        let (producer, text) = rest.strip_prefix(':')?.split_once(':')?;
        Self::read(producer, text)
    }

    pub(super) fn write(&self, f: &mut fmt::Formatter<'_>, kind: &str) -> fmt::Result {
        write!(
            f,
            "urn:ocop:{kind}:{}:{}",
            self.producer,
            encoded(&self.text)
        )
    }
}

impl FromStr for ContainerId {
    type Err = Malformed;

    fn from_str(uri: &str) -> Result<Self, Malformed> {
        if let Some(own) = Own::urn(uri, "container") {
            return Ok(Self::Own(own));
        }
        let written = path(uri).and_then(|[key, sscc]| (key == "00").then(|| sscc.to_owned()));
        let sscc = written.or_else(|| epc::sscc(uri));
        let sscc = sscc.filter(|sscc| checked(sscc, 18));
        sscc.map(Self::Sscc).ok_or(NO_CONTAINER)
    }
}

impl fmt::Display for ContainerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sscc(sscc) => write!(f, "{RESOLVER}/00/{sscc}"),
            Self::Own(own) => own.write(f, "container"),
        }
    }
}

impl FromStr for LocationId {
    type Err = Malformed;

    fn from_str(uri: &str) -> Result<Self, Malformed> {
        if let Some(own) = Own::urn(uri, "location") {
            return Ok(Self::Own(own));
        }
        if let Some(area) = uri.strip_prefix("urn:ocop:area:") {
            return area.parse().map(Self::Area).map_err(|_| NO_LOCATION);
        }
        let written = path(uri).and_then(|[key, gln]| (key == "414").then(|| gln.to_owned()));
        let gln = written.or_else(|| epc::sgln(uri));
        let gln = gln.filter(|gln| checked(gln, 13));
        gln.map(Self::Gln).ok_or(NO_LOCATION)
    }
}

impl fmt::Display for LocationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gln(gln) => write!(f, "{RESOLVER}/414/{gln}"),
            Self::Own(own) => own.write(f, "location"),
            Self::Area(area) => write!(f, "urn:ocop:area:{area}"),
        }
    }
}

impl LocationId {
    /// What people call it: the producer's name for it, or the number.
    pub fn name(&self) -> String {
        match self {
            Self::Gln(gln) => gln.clone(),
            Self::Own(own) => own.text.clone(),
            Self::Area(area) => area.to_string(),
        }
    }
}

macro_rules! as_text {
    ($($id:ty),*) => {$(
        impl From<$id> for String {
            fn from(id: $id) -> Self {
                id.to_string()
            }
        }

        impl TryFrom<String> for $id {
            type Error = Malformed;

            fn try_from(text: String) -> Result<Self, Malformed> {
                text.parse()
            }
        }
    )*};
}

pub(super) use as_text;

as_text!(ContainerId, LocationId);
