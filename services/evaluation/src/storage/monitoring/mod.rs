//! Inspections and complaints: their tables.

mod complaints;
mod filter;
mod inspections;
mod records;

pub use complaints::list_complaints;
pub use filter::Filter;
pub use inspections::{list_inspections, that_proposed};
pub use records::complaint_records;
