//! The catalog on the wire: gRPC and events. tonic, the contract and JetStream live here and nowhere else.

mod error;
mod event;
mod growing_area;
mod history;
mod merging;
mod place;
mod producer;
pub mod product;
mod service;
mod support;
mod trace;
mod transfer;

use ocop_chassis::grpc::Violations;
use uuid::Uuid;

pub use error::DOMAIN;
pub use event::encode;
pub use service::Service;

/// Most characters of why something is changed.
const REASON: usize = 500;

/// Reads the id of what a caller changes, and the version that it saw last. `within` is what both stand in, such as `product.`.
fn seen(v: &mut Violations, within: &str, id: &str, etag: &str) -> Option<(Uuid, u64)> {
    let id = v.uuid(&format!("{within}id"), id);
    let version = v.etag(&format!("{within}etag"), etag);
    id.zip(version)
}

/// A date as the contract writes it; empty for none.
fn date(date: Option<chrono::NaiveDate>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}
