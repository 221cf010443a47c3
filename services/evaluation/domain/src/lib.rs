//! What the law allows and what follows from it: regulations by date, criteria, scores, dossiers,
//! councils and certificates.
//!
//! Pure: nothing here reads a clock, a file that is not compiled in, or a database. Whoever calls
//! says which day it is. Articles are those of Decision 26/2026/QĐ-TTg unless another instrument is
//! named; dates are dates in Vietnam.
//!
//! The aggregates, such as [`dossier::Dossier`] and [`certificate::certification::Certification`],
//! have public fields so that storage can write them down and build them again; everybody else
//! changes them through their methods, which check first and record an event for each
//! thing that happened. `version` is the number of events *stored*: saving raises it, the methods
//! leave it alone.
//!
//! The areas stand below in the order in which they may use each other: one uses those above it, and
//! none below it.

pub mod correction;

pub mod register;

pub mod evidence;

pub mod criteria;

pub mod certificate;

pub mod council;

pub mod dossier;

pub mod monitoring;

pub mod programme;

use monitoring::{complaint, inspection};
use programme::target;

/// Something that happened, for the outside to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    Dossier(Box<dossier::Event>),
    /// Something happened to the certificates of a product.
    Certificate(Box<certificate::Event>),
    /// Something happened to a piece of evidence.
    Evidence(Box<evidence::Event>),
    /// A target was set or changed.
    Target(Box<target::Event>),
    Inspection(Box<inspection::Event>),
    Complaint(Box<complaint::Event>),
}

impl Event {
    /// Its name as it stands in event types: `dossier.submitted`, `certificate.upgraded`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Dossier(event) => event.name(),
            Self::Certificate(event) => event.name(),
            Self::Evidence(event) => event.name(),
            Self::Target(event) => event.name(),
            Self::Inspection(event) => event.name(),
            Self::Complaint(event) => event.name(),
        }
    }

    /// Code of the province it is about.
    pub fn province_code(&self) -> &str {
        match self {
            Self::Dossier(event) => event.province_code(),
            Self::Certificate(event) => event.province_code(),
            Self::Evidence(event) => event.province_code(),
            Self::Target(event) => event.province_code(),
            Self::Inspection(event) => event.province_code(),
            Self::Complaint(event) => event.province_code(),
        }
    }
}

/// What the law, or the order of things, does not allow.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(transparent)]
pub enum Refusal {
    Criteria(#[from] criteria::Refusal),
    Evidence(#[from] evidence::Refusal),
    Certificate(#[from] certificate::Refusal),
    /// Of councils, rounds and votes.
    Council(#[from] council::Refusal),
    Dossier(#[from] dossier::Refusal),
    Inspection(#[from] inspection::Refusal),
    Complaint(#[from] complaint::Refusal),
    Target(#[from] target::Refusal),
}

/// An event of an area as one of the service.
macro_rules! wrapped {
    ($($variant:ident: $area:ident),+ $(,)?) => {
        $(impl From<$area::Event> for Event {
            fn from(event: $area::Event) -> Self {
                Self::$variant(Box::new(event))
            }
        })+
    };
}

wrapped! {
    Dossier: dossier,
    Certificate: certificate,
    Evidence: evidence,
    Target: target,
    Inspection: inspection,
    Complaint: complaint,
}

/// Several findings in one line.
pub(crate) fn list<T: ToString>(items: &[T]) -> String {
    items
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("; ")
}

#[cfg(test)]
mod tests;
