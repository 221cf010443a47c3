//! Lots and what happened to them, in the vocabulary of GS1 EPCIS 2.0 and its Core Business Vocabulary (CBV) 2.0. Producers keep who
//! they had something from and whom they gave it to (Circular 02/2024/TT-BKHCN).
//!
//! [`Ledger`] follows where every amount of every lot is and refuses what cannot have been. [`Walk`] follows a lot back to where it
//! grew and forward to where it was sold.

mod amount;
mod business;
mod capture;
mod epc;
mod error_declaration;
mod event;
mod identifier;
mod impossible;
mod ledger;
mod lot;
mod lot_id;
mod persistent;
mod sensor;
mod text;
mod uri;
mod vocabulary;
mod walk;

pub use amount::{Amount, Dimension, MOST_UNITS, Unit};
pub use business::{Business, Reference, ReferenceTo};
pub use capture::{Problem, Recorded, problems};
pub use error_declaration::{Again, ErrorDeclaration};
pub use event::{Action, Making, Portion, TraceEvent, What, utc_offset};
pub use identifier::{ContainerId, Item, LocationId, Malformed};
pub use impossible::Impossible;
pub use ledger::Ledger;
pub use lot::{Change, Event, Fact, Lot, Origin};
pub use lot_id::LotId;
pub use persistent::PersistentDisposition;
pub use sensor::{SensorElement, SensorMetadata, SensorReport, SensorSource};
pub use text::{
    Alert, Component, ErrorReason, Hexadecimal, MeasurementType, Number, UnitCode, Uri,
};
pub use vocabulary::{BizStep, Disposition, bare};
pub use walk::{Chain, Direction, Link, MOST_DEPTH, Node, Visit, Walk};

/// Why a rule of lots says no.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no lot with this id.
    #[error("there is no lot with the id {0}")]
    Unknown(String),
    /// Events say what cannot have been.
    #[error("{} of the events cannot have been; the violations say which and why", .0.len())]
    Impossible(Vec<Problem>),
    /// More is recorded of the lots than can be checked at once.
    #[error("more than {0} events are recorded of these lots; divide them into smaller lots")]
    TooManyEvents(usize),
}

impl Refusal {
    /// The reason as a stable word.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "LOT_UNKNOWN",
            Self::Impossible(_) => "TRACE_IMPOSSIBLE",
            Self::TooManyEvents(_) => "LOT_HAS_TOO_MANY_EVENTS",
        }
    }
}

#[cfg(test)]
mod tests;
