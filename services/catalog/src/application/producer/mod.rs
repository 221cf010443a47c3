//! What can be done with producers.

mod erase_personal_data;
mod register_producer;
mod update_producer;

pub use erase_personal_data::ErasePersonalData;
pub use register_producer::RegisterProducer;
pub use update_producer::UpdateProducer;
