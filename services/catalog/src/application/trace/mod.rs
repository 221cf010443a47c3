//! What can be done with lots.

mod capture_events;
mod grounds;
mod made_lots;

pub use capture_events::{CaptureEvents, Captured};
