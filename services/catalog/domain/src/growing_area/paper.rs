//! Certificates and contracts of a growing area.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString};

/// From a first to a last day; either may be open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
}

impl Term {
    /// Whether it has a day in common with another.
    pub fn meets(self, other: Self) -> bool {
        let begins_in_time = |one: Self, two: Self| {
            let (from, to) = (one.from.unwrap_or(NaiveDate::MIN), two.to);
            to.is_none_or(|to| from <= to)
        };
        begins_in_time(self, other) && begins_in_time(other, self)
    }

    /// Whether a day lies in it.
    pub fn holds(self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// What a certificate of a growing area says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumString, Serialize, Deserialize)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// VietGAP.
    Vietgap,
    /// GlobalG.A.P.
    Globalgap,
    /// Organic farming.
    Organic,
    /// Another, which the name says.
    Other,
}

/// A certificate of a growing area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaCertificate {
    /// What it says.
    pub scheme: Scheme,
    /// Name of the standard.
    pub name: String,
    /// Number.
    pub number: String,
    /// Who gave it.
    pub issuer: String,
    /// When it is valid.
    pub valid: Term,
}

impl AreaCertificate {
    pub(super) fn lapse(&self) -> Option<Lapse> {
        Some(Lapse {
            paper: Paper::Certificate,
            name: format!("{} {}", self.scheme, self.number),
            last_day: self.valid.to?,
        })
    }
}

/// What an area is marked as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumString, Serialize, Deserialize)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum MarkKind {
    /// What is left over is used again.
    Circular,
    /// With less emission and fewer chemicals.
    Green,
}

/// A mark of a growing area, with the paper that supports it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaMark {
    /// What it is marked as.
    pub kind: MarkKind,
    /// The paper, by number and name.
    pub paper: String,
    /// Its SHA-256 in hexadecimal digits; empty if no file is kept.
    pub paper_sha256: String,
    /// When it stands.
    pub valid: Term,
}

impl AreaMark {
    pub(super) fn lapse(&self) -> Option<Lapse> {
        Some(Lapse {
            paper: Paper::Mark,
            name: format!("{} {}", self.kind, self.paper),
            last_day: self.valid.to?,
        })
    }
}

/// A contract that links an area with a buyer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkageContract {
    /// The other party.
    pub partner: String,
    /// Share of the output that it takes, in whole percent.
    pub output_percent: u32,
    /// Its term.
    pub term: Term,
}

/// What of an area ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Paper {
    /// Its code.
    Code,
    /// A certificate.
    Certificate,
    /// A mark.
    Mark,
}

/// The end of a code, certificate or mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lapse {
    /// What ends.
    pub paper: Paper,
    /// Which.
    pub name: String,
    /// Its last day.
    pub last_day: NaiveDate,
}
