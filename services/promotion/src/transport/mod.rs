//! Promotion on the wire: gRPC and events. tonic, the contract and JetStream live here and nowhere else.

mod campaign;
mod delivery;
mod error;
mod event;
mod gift;
pub mod listing;
mod partner;
mod reward;
mod sales;
mod sales_point;
mod service;
mod subscription;
mod top_list;
mod trade;

pub use error::DOMAIN;
pub use event::encode;
pub use service::{Service, ServiceSettings, SubscriptionRules};
