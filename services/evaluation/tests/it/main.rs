//! The evaluation service through its rpcs, on both engines, with a real broker.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected should panic"
)]

mod access;
mod assessments;
mod ballots;
// mod central;
mod bucket;
mod certificates;
mod criteria;
mod decisions;
mod dossiers;
mod due;
mod evidence;
mod fixture;
mod papers;
mod procedure;
mod proofs;
mod revisions;
mod rounds;
mod uploads;
mod uses;
mod year;
