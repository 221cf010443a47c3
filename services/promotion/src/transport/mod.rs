//! Promotion on the wire: gRPC and events. tonic, the contract and JetStream live here and nowhere else.

mod certificates;
mod errors;
mod events;
mod listings;
mod partners;
mod products;
mod service;
mod subscriptions;

pub use certificates::Certificates;
pub use errors::DOMAIN;
pub use events::encode;
pub use products::Products;
pub use service::Service;
