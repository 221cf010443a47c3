//! What anybody may know of a producer, and the product of a number.

use ocop_chassis::database::{StoreError, select};
use sea_orm::FromQueryResult;
use sea_orm::entity::prelude::*;

use crate::domain::product::Gtin;
use crate::storage::Store;

/// A producer as anybody may know it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct PublicProducer {
    /// Its name.
    pub name: String,
    /// Code of the place where it is.
    pub place_code: String,
    /// Code of the province.
    pub province_code: String,
    /// The day for which both were said.
    pub place_on: Date,
}

/// The producer with this id.
pub async fn producer(store: &Store, id: Uuid) -> Result<Option<PublicProducer>, StoreError> {
    let sql = "select name, place_code, province_code, place_on from producers where id = $1";
    let rows = select(store.database().reader(), sql, [id.into()]).await?;
    Ok(rows.into_iter().next())
}

#[derive(FromQueryResult)]
struct IdRow {
    id: Uuid,
}

/// Id of the product with this GTIN.
pub async fn product_of_gtin(store: &Store, gtin: &Gtin) -> Result<Option<Uuid>, StoreError> {
    let sql = "select id from products where gtin = $1";
    let values = [gtin.as_str().into()];
    let rows: Vec<IdRow> = select(store.database().reader(), sql, values).await?;
    Ok(rows.into_iter().next().map(|row| row.id))
}
