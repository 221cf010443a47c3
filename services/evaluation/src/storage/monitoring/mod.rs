//! Inspections and complaints: their tables.

pub(crate) mod complaints;
pub(crate) mod inspections;
