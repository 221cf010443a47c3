//! Inspections and complaints: their tables.

mod complaints;
mod inspections;
mod records;

pub use complaints::{ComplaintFilter, list_complaints};
pub use inspections::{InspectionFilter, list_inspections};
pub use records::complaint_records;
