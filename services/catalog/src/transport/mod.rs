//! The catalog on the wire: gRPC and events. tonic, the contract and JetStream live here and nowhere else.

pub mod access;
mod certificates;
mod errors;
mod events;
mod places;
mod producers;
mod products;
mod service;

pub use certificates::Certificates;
pub use errors::DOMAIN;
pub use events::encode;
pub use service::Service;
