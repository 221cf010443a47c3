//! Lots and their events on the wire: as messages of the contract, and as JSON-LD of EPCIS 2.0.

mod ask;
mod epcis;
pub(super) mod event;
mod public;
mod read;
mod rpcs;
mod words;
mod write;
