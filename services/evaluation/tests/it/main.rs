//! The evaluation service through its rpcs, on both engines, with a real broker.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected should panic"
)]

mod access;
mod ballots;
mod certificates;
mod complaints;
mod criteria;
mod decisions;
mod dossiers;
mod fixture;
mod histories;
mod inspections;
mod procedure;
mod producers;
mod progress;
