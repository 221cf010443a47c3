//! Ids of lots, containers and locations, as URIs: of GS1 where there is a number of GS1, of ours where a producer has ids of its own.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::uri::{checked, decoded, encoded, in_set_82, path};
use crate::product::Gtin;

/// Why a text is no id, and what it must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Malformed(pub &'static str);

/// Most characters of a producer's own id or of the name of its location.
const OWN: usize = 100;
/// Most characters of a lot number or a serial number of GS1, application identifiers 10 and 21.
const NUMBER: usize = 20;
/// The resolver of GS1, in whose name ids are kept: the domain of a Digital Link does not make another id of it.
const RESOLVER: &str = "https://id.gs1.org";

const NO_LOT: Malformed = Malformed(
    "must be a lot or a single piece: https://…/01/<GTIN>/10/<lot> or https://…/01/<GTIN>/21/<serial> with a right check digit and 1 \
     to 20 characters of GS1, or urn:ocop:lot:<producer id>:<own id>",
);
const NO_CONTAINER: Malformed = Malformed(
    "must be a container: https://…/00/<SSCC> with a right check digit, or urn:ocop:container:<producer id>:<own id>",
);
const NO_LOCATION: Malformed = Malformed(
    "must be a location: https://…/414/<GLN> with a right check digit, urn:ocop:location:<producer id>:<name>, or \
     urn:ocop:area:<growing area id>",
);

/// An id that a producer gave itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Own {
    /// The producer.
    pub producer: Uuid,
    /// The id, as the producer writes it.
    pub text: String,
}

/// Id of a lot, or of a single piece, which is followed as a lot of one: of which lot it is, nobody needs to say.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum LotId {
    /// A lot of a trade item: GTIN of 14 digits, and the number of the lot.
    Gs1 {
        /// GTIN of 14 digits.
        gtin: String,
        /// Lot number.
        lot: String,
    },
    /// A piece of a trade item.
    Serial {
        /// GTIN of 14 digits.
        gtin: String,
        /// Serial number.
        serial: String,
    },
    /// A lot of a producer.
    Own(Own),
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
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lot(lot) => lot.fmt(f),
            Self::Container(container) => container.fmt(f),
        }
    }
}

impl Own {
    fn read(producer: &str, text: &str) -> Option<Self> {
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
    fn urn(uri: &str, kind: &str) -> Option<Self> {
        let rest = uri.strip_prefix("urn:ocop:")?.strip_prefix(kind)?;
        let (producer, text) = rest.strip_prefix(':')?.split_once(':')?;
        Self::read(producer, text)
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, kind: &str) -> fmt::Result {
        write!(
            f,
            "urn:ocop:{kind}:{}:{}",
            self.producer,
            encoded(&self.text)
        )
    }
}

impl LotId {
    /// A lot of a trade item. `None` if the number is none of GS1.
    pub fn of_gtin(gtin: &Gtin, lot: &str) -> Option<Self> {
        is_number(lot).then(|| Self::Gs1 {
            gtin: format!("{:0>14}", gtin.as_str()),
            lot: lot.to_owned(),
        })
    }

    fn of_serial(gtin: &Gtin, serial: &str) -> Option<Self> {
        is_number(serial).then(|| Self::Serial {
            gtin: format!("{:0>14}", gtin.as_str()),
            serial: serial.to_owned(),
        })
    }

    /// Whether it is a single piece.
    pub fn is_serial(&self) -> bool {
        matches!(self, Self::Serial { .. })
    }

    /// The number of the lot or of the piece, as people read it.
    pub fn number(&self) -> &str {
        match self {
            Self::Gs1 { lot, .. } => lot,
            Self::Serial { serial, .. } => serial,
            Self::Own(own) => &own.text,
        }
    }

    /// The trade item, in the form in which products keep it.
    pub fn gtin(&self) -> Option<Gtin> {
        match self {
            Self::Gs1 { gtin, .. } | Self::Serial { gtin, .. } => Gtin::parse(gtin),
            Self::Own(_) => None,
        }
    }

    /// The address under which a resolver at `base` answers for the lot.
    pub fn web(&self, base: &str) -> String {
        let base = base.trim_end_matches('/');
        match self {
            Self::Gs1 { gtin, lot } => format!("{base}/01/{gtin}/10/{}", encoded(lot)),
            Self::Serial { gtin, serial } => format!("{base}/01/{gtin}/21/{}", encoded(serial)),
            Self::Own(own) => format!("{base}/lot/{}/{}", own.producer, encoded(&own.text)),
        }
    }
}

/// Whether a text is a lot number or a serial number of GS1.
fn is_number(text: &str) -> bool {
    (1..=NUMBER).contains(&text.chars().count()) && text.chars().all(in_set_82)
}

impl FromStr for LotId {
    type Err = Malformed;

    fn from_str(uri: &str) -> Result<Self, Malformed> {
        if let Some(own) = Own::urn(uri, "lot") {
            return Ok(Self::Own(own));
        }
        if let Some(["lot", producer, text]) = path(uri) {
            return Own::read(producer, text).map(Self::Own).ok_or(NO_LOT);
        }
        let Some(["01", gtin, qualifier, number]) = path(uri) else {
            return Err(NO_LOT);
        };
        let gtin = Gtin::parse(gtin).ok_or(NO_LOT)?;
        let number = decoded(number).ok_or(NO_LOT)?;
        match qualifier {
            "10" => Self::of_gtin(&gtin, &number).ok_or(NO_LOT),
            "21" => Self::of_serial(&gtin, &number).ok_or(NO_LOT),
            _ => Err(NO_LOT),
        }
    }
}

impl fmt::Display for LotId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gs1 { .. } | Self::Serial { .. } => f.write_str(&self.web(RESOLVER)),
            Self::Own(own) => own.write(f, "lot"),
        }
    }
}

impl FromStr for ContainerId {
    type Err = Malformed;

    fn from_str(uri: &str) -> Result<Self, Malformed> {
        if let Some(own) = Own::urn(uri, "container") {
            return Ok(Self::Own(own));
        }
        match path(uri) {
            Some(["00", sscc]) if checked(sscc, 18) => Ok(Self::Sscc(sscc.to_owned())),
            _ => Err(NO_CONTAINER),
        }
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
        match path(uri) {
            Some(["414", gln]) if checked(gln, 13) => Ok(Self::Gln(gln.to_owned())),
            _ => Err(NO_LOCATION),
        }
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

as_text!(LotId, ContainerId, LocationId);
