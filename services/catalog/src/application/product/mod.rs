//! What can be done with products.

mod change_product_status;
mod copy_certificates;
pub mod import;
mod register_product;
mod retire_product;
mod update_product;

pub use change_product_status::ChangeProductStatus;
pub use copy_certificates::copy_certificates;
pub use import::ImportProducts;
pub use register_product::{RegisterProduct, Registered};
pub use retire_product::RetireProduct;
pub use update_product::UpdateProduct;

use ocop_chassis::database::Saved;
use ocop_identity::{Located, Target};
use uuid::Uuid;

use super::{Error, place};
use crate::domain::product::{Gtin, Maker, Product, Refusal};
use crate::storage::{self, Tx};

/// The product with this id, to be changed. Whoever loads it asks whether the caller covers what becomes of it.
pub(super) async fn product(tx: &Tx, id: Uuid) -> Result<Saved<Product>, Error> {
    let found = storage::product::product(tx, id).await?;
    Ok(found.ok_or(Refusal::Unknown(id))?)
}

/// What a product is and where it is made, for comparing with scopes.
pub(super) fn target(product: &Product) -> Target {
    place::target(&product.location).of_producer(product.maker.id)
}

/// A producer in its own place, for comparing with scopes.
pub(super) fn target_of_maker(maker: &Maker) -> Target {
    let home = home_of(maker);
    Target {
        place: Some(home),
        ..Target::default()
    }
    .of_producer(maker.id)
}

/// Where a producer is.
fn home_of(maker: &Maker) -> Located {
    Located {
        province: maker.province_code.clone(),
        place: Some(maker.place_code.clone()),
        said_on: maker.place_said_on,
    }
}

/// Refuses a GTIN that a product other than `this` has, and names it. Of two callers at the same moment
/// the unique index refuses one, and names nobody.
async fn gtin_is_free(tx: &Tx, this: Option<Uuid>, gtin: Option<&Gtin>) -> Result<(), Error> {
    let Some(gtin) = gtin else {
        return Ok(());
    };
    match storage::product::holder_of_gtin(tx, gtin).await? {
        Some(other) if Some(other.id) != this => Err(Refusal::GtinTaken {
            id: other.id,
            name: other.name,
        }
        .into()),
        _ => Ok(()),
    }
}
