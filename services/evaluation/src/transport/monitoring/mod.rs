//! Inspections and complaints: on the wire.

pub(crate) mod complaints;
pub(crate) mod inspection_steps;
pub(crate) mod inspections;
pub(crate) mod rpcs;
