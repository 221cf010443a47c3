//! What anybody may know of a producer, and the product of a number.

use ocop_chassis::database::{StoreError, select};
use sea_orm::FromQueryResult;
use sea_orm::entity::prelude::*;

use crate::domain::product::Gtin;
use crate::storage::Store;
use crate::storage::merging::{self, Key, Kind};

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
    let db = store.database().reader();
    let id = merging::kept_one(db, Kind::Producer, id).await?;
    let sql = "select name, place_code, province_code, place_on from producers where id = $1";
    let rows = select(db, sql, [id.into()]).await?;
    Ok(rows.into_iter().next())
}

#[derive(FromQueryResult)]
struct IdRow {
    id: Uuid,
}

/// Id of the product to which this GTIN leads.
pub async fn product_of_gtin(store: &Store, gtin: &Gtin) -> Result<Option<Uuid>, StoreError> {
    let sql = "select id from products where gtin = $1";
    let values = [gtin.as_str().into()];
    let db = store.database().reader();
    let rows: Vec<IdRow> = select(db, sql, values).await?;
    if let Some(row) = rows.into_iter().next() {
        return Ok(Some(row.id));
    }
    let text = gtin.as_str();
    Ok(merging::by_former(db, Key::Gtin, [text])
        .await?
        .remove(text))
}
