//! The evaluation service on the wire: gRPC and events. tonic, the contract and JetStream live here and nowhere else.

mod certificate;
mod correction;
mod council;
mod criteria;
mod dossier;
mod error;
mod event;
mod evidence;
mod fields;
mod monitoring;
mod programme;
mod register;
mod service;

pub use error::DOMAIN;
pub use event::encode;
pub use evidence::Uploads;
pub use register::campaigns::Campaigns;
pub use register::growing_areas::GrowingAreas;
pub use register::places::Places;
pub use register::producers::Producers;
pub use register::products::Products;
pub use register::sales::SalesReports;
pub use register::trainings::Trainings;
pub use service::Service;
