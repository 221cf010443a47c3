//! What can be done with products.

mod copy_certificates;
mod register_product;
mod retire_product;
mod update_product;

pub use copy_certificates::copy_certificates;
pub use register_product::RegisterProduct;
pub use retire_product::RetireProduct;
pub use update_product::UpdateProduct;

use ocop_chassis::database::Saved;
use ocop_identity::{Caller, Target};
use uuid::Uuid;

use super::Error;
use crate::domain::product::{Product, Refusal};
use crate::storage::{self, Tx};

/// The product with this id, to be changed. It must exist within the scope of the caller.
async fn product_within(tx: &Tx, caller: &Caller, id: Uuid) -> Result<Saved<Product>, Error> {
    let product = storage::product::product(tx, id)
        .await?
        .ok_or(Refusal::Unknown(id))?;
    let target = Target::place(
        &product.location.province.code,
        &product.location.place.code,
    );
    caller.within(&target.of_producer(product.maker.id))?;
    Ok(product)
}
