//! What the catalog can do: one file per use case. Each runs inside one transaction.

pub mod add_place;
pub mod keep_certificates;
pub mod refusal;
pub mod register_producer;
pub mod register_product;
pub mod retire_product;
pub mod update_producer;
pub mod update_product;

pub use add_place::AddPlace;
pub use keep_certificates::keep_certificates;
pub use refusal::Refusal;
pub use register_producer::RegisterProducer;
pub use register_product::RegisterProduct;
pub use retire_product::RetireProduct;
pub use update_producer::UpdateProducer;
pub use update_product::UpdateProduct;

use crate::domain::{Location, Refusal as Rule};
use crate::storage::{self, Tx};

/// Where a place lies. It must exist.
async fn location(tx: &Tx, code: &str) -> Result<Location, Refusal> {
    let location = storage::location(tx, code).await?;
    Ok(location.ok_or_else(|| Rule::PlaceUnknown(code.to_owned()))?)
}
