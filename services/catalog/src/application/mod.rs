//! What the catalog can do: one file per use case. Each runs inside one transaction.

pub mod add_place;
pub mod error;
pub mod keep_certificates;
pub mod register_producer;
pub mod register_product;
pub mod retire_product;
pub mod update_producer;
pub mod update_product;

pub use add_place::AddPlace;
pub use error::Error;
pub use keep_certificates::keep_certificates;
pub use register_producer::RegisterProducer;
pub use register_product::RegisterProduct;
pub use retire_product::RetireProduct;
pub use update_producer::UpdateProducer;
pub use update_product::UpdateProduct;

use crate::domain::{Location, Refusal};
use crate::storage::{self, Tx};

/// Where a place lies. It must exist.
async fn location(tx: &Tx, code: &str) -> Result<Location, Error> {
    let location = storage::location(tx, code).await?;
    Ok(location.ok_or_else(|| Refusal::PlaceUnknown(code.to_owned()))?)
}
