//! What can be done with lots.

mod capture_events;
mod grounds;

pub use capture_events::{CaptureEvents, Captured};
