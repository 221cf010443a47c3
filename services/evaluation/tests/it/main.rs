//! The evaluation service through its rpcs, on both engines, with a real broker.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected should panic"
)]

mod access;
mod ballots;
mod bucket;
mod central;
mod certificates;
mod conflicts;
mod councils;
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
mod rules;
mod secrecy;
mod uploads;
mod uses;
mod votes;
mod year;
