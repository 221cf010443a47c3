//! What can be done with producers.

mod register_producer;
mod update_producer;

pub use register_producer::RegisterProducer;
pub use update_producer::UpdateProducer;
