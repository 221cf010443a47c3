//! The whole system, seen from outside: one file per concern.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected should panic"
)]

mod alerts;
mod callers;
mod delivery;
mod demo;
mod ending;
mod hostile;
mod layers;
mod metrics;
mod places;
mod restored;
mod rolling;
mod security;
mod system;
mod traces;
