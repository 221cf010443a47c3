//! Promotion on the wire: gRPC and events. tonic, the contract and JetStream live here and nowhere else.

mod delivery;
mod error;
mod event;
pub mod listing;
mod partner;
mod service;
mod subscription;

pub use error::DOMAIN;
pub use event::encode;
pub use service::{Service, SubscriptionRules};
