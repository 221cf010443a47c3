//! Local copies of the producers and products that the catalog registers: what can be done.

mod store_producers;
mod store_products;

pub use store_producers::store_producers;
pub use store_products::store_products;

use uuid::Uuid;

use crate::application::Error;
use crate::domain::register::product::Product;
use crate::storage::{self, Tx};

/// The product of an id, once its event has arrived.
pub(crate) async fn product(tx: &Tx, id: Uuid) -> Result<Product, Error> {
    storage::product(tx, id)
        .await?
        .ok_or(Error::ProductUnknown { id })
}
