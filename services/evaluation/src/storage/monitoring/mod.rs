//! Inspections and complaints: their tables.

mod complaints;
mod inspections;

pub use complaints::{ComplaintFilter, list_complaints};
pub use inspections::{InspectionFilter, list_inspections};
