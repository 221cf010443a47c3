//! What the catalog allows and what follows. Pure: no clock, no database, no wire.

pub mod certificate;
pub mod event;
pub mod place;
pub mod producer;
pub mod product;
pub mod refusal;
pub mod value_chain;

pub use certificate::HeldCertificate;
pub use event::Event;
pub use place::{Location, Place, PlaceKind};
pub use producer::{Producer, ProducerKind};
pub use product::{Product, Status};
pub use refusal::Refusal;
pub use value_chain::ValueChain;
