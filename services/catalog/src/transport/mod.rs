//! The catalog on the wire: gRPC and events. tonic, the contract and JetStream live here and nowhere else.

mod error;
mod event;
mod place;
mod producer;
pub mod product;
mod service;
mod transfer;

pub use error::DOMAIN;
pub use event::encode;
pub use service::Service;

/// A date as the contract writes it; empty for none.
fn date(date: Option<chrono::NaiveDate>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}
