//! The evaluation service on the wire: gRPC and events. tonic, the contract and JetStream live here and nowhere else.

pub mod access;
mod advice;
mod asked;
mod assessments;
mod ballots;
mod certificates;
mod complaints;
mod conflicts;
mod contents;
mod councils;
mod criteria;
mod dossiers;
mod due;
mod errors;
mod events;
mod evidence;
mod inspection_steps;
mod inspections;
mod producers;
mod products;
mod progress;
mod regulations;
mod reviews;
mod round_decisions;
mod rounds;
mod service;
mod targets;
mod verdicts;

pub use errors::DOMAIN;
pub use events::encode;
pub use producers::Producers;
pub use products::Products;
pub use service::{Service, Uploads};
