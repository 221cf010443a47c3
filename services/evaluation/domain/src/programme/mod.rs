//! Targets of the programme, and how far a province is on the way to them.

pub mod count;
pub mod progress;
pub mod sales;
pub mod target;
