//! Local copies of the producers and products that the catalog registers: what can be done.

mod store_areas;
mod store_attendances;
mod store_producers;
mod store_products;
mod store_sales;
mod store_trainings;

/// A record as the catalog last published it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published<A> {
    /// The record.
    pub record: A,
    /// Into which other it was merged: then this is the last that is published of it.
    pub merged_into: Option<Uuid>,
}

pub use store_areas::store_areas;
pub use store_attendances::store_attendances;
pub use store_producers::store_producers;
pub use store_products::store_products;
pub use store_sales::store_sales;
pub use store_trainings::store_trainings;

use ocop_identity::{Target, Touched};
use uuid::Uuid;

use crate::application::Error;
use crate::domain::register::producer::Home;
use crate::domain::register::product::Product;
use crate::storage::{self, Tx};

/// The product of an id, once its event has arrived.
pub(crate) async fn product(tx: &Tx, id: Uuid) -> Result<Product, Error> {
    match storage::register::product(tx, id).await? {
        Some(product) => Ok(product),
        None => Err(product_unknown(tx, id).await?),
    }
}

/// That the product is not known here, and whether it may still be heard of.
pub(crate) async fn product_unknown(tx: &Tx, id: Uuid) -> Result<Error, Error> {
    let may_come = storage::register::product_may_come(tx, id).await?;
    Ok(Error::ProductUnknown { id, may_come })
}

/// That the producer is not known here, and whether it may still be heard of.
pub(crate) async fn producer_unknown(tx: &Tx, id: Uuid) -> Result<Error, Error> {
    let may_come = storage::register::producer_may_come(tx, id).await?;
    Ok(Error::ProducerUnknown { id, may_come })
}

/// Where a product is made, for comparing with scopes.
pub(crate) fn target(product: &Product) -> Target {
    let place = &product.place;
    Target::place(&place.province_code, &place.code, place.said_on).of_producer(product.producer_id)
}

/// Where a producer is itself, for comparing with scopes.
pub(crate) fn target_of_home(home: &Home) -> Target {
    Target::place(&home.province_code, &home.place_code, home.said_on)
}

/// What a call touches that makes something for a product in its producer's name.
pub(crate) fn touched_for(product: &Product) -> Touched {
    let producer = target_of_home(&product.producer_home).of_producer(product.producer_id);
    Touched::new(target(product)).of_producer(producer)
}
