//! Ids of lots and of single pieces, as URIs.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::epc;
use super::identifier::{Malformed, Own, RESOLVER, as_text};
use super::uri::{decoded, encoded, in_set_82, path};
use crate::product::Gtin;

/// Most characters of a lot number or a serial number of GS1, application identifiers 10 and 21.
const NUMBER: usize = 20;

const NO_LOT: Malformed = Malformed(
    "must be a lot or a single piece: https://…/01/<GTIN>/10/<lot>, https://…/01/<GTIN>/21/<serial> or both with a right check digit \
     and 1 to 20 characters of GS1, urn:epc:class:lgtin:…, urn:epc:id:sgtin:…, or urn:ocop:lot:<producer id>:<own id>",
);

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

impl LotId {
    /// A lot of a trade item. `None` if the number is none of GS1.
    pub fn of_gtin(gtin: &Gtin, lot: &str) -> Option<Self> {
        is_number(lot).then(|| Self::Gs1 {
            gtin: format!("{:0>14}", gtin.as_str()),
            lot: lot.to_owned(),
        })
    }

    /// Reads a GS1 Digital Link or a URN of EPC. A link to a single piece may name its lot too, which does not make another piece of it.
    fn of_gs1(uri: &str) -> Option<Self> {
        if let Some((gtin, serial)) = epc::sgtin(uri) {
            return Self::of_serial(&Gtin::parse(&gtin)?, &serial);
        }
        if let Some((gtin, lot)) = epc::lgtin(uri) {
            return Self::of_gtin(&Gtin::parse(&gtin)?, &lot);
        }
        if let Some(["01", gtin, "10", lot, "21", serial]) = path(uri) {
            let gtin = Gtin::parse(gtin)?;
            Self::of_gtin(&gtin, &decoded(lot)?)?;
            return Self::of_serial(&gtin, &decoded(serial)?);
        }
        let ["01", gtin, qualifier, number] = path(uri)? else {
            return None;
        };
        let (gtin, number) = (Gtin::parse(gtin)?, decoded(number)?);
        match qualifier {
            "10" => Self::of_gtin(&gtin, &number),
            "21" => Self::of_serial(&gtin, &number),
            _ => None,
        }
    }

    /// The lot that a link to a single piece names besides it.
    pub fn named_beside(uri: &str) -> Option<Self> {
        let ["01", gtin, "10", lot, "21", _] = path(uri)? else {
            return None;
        };
        Self::of_gtin(&Gtin::parse(gtin)?, &decoded(lot)?)
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
        Self::of_gs1(uri).ok_or(NO_LOT)
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

as_text!(LotId);
