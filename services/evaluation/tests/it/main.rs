//! The evaluation service through its rpcs, on both engines, with a real broker.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected should panic"
)]

mod access;
mod appointments;
mod area_marks;
mod assessments;
mod attendance;
mod ballots;
mod bucket;
mod bulk;
mod central;
mod centres_own;
mod certificates;
mod complaints;
mod completeness;
mod conflicts;
mod corrected;
mod corrections;
mod councils;
mod criteria;
mod decisions;
mod documents;
mod dossiers;
mod due;
mod endings;
mod evidence;
mod fixture;
mod histories;
mod import;
mod inspections;
mod knock_outs;
mod merging;
mod moving;
mod places;
mod places_decisions;
mod procedure;
mod producers;
mod product_codes;
mod progress;
mod proofs;
mod reach;
mod receipts;
mod recount;
mod reminders;
mod revisions;
mod round_decisions;
mod rounds;
mod rules;
mod sales;
mod scored;
mod search;
mod searches;
mod secrecy;
mod taken_back;
mod trainings;
mod uploads;
mod uses;
mod value_chains;
mod verification;
mod views;
mod votes;
mod year;
