//! Local copies of the producers and products that the catalog registers: what can be done.

mod keep_producers;
mod keep_products;

pub use keep_producers::keep_producers;
pub use keep_products::keep_products;

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
