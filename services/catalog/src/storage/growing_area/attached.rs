//! Where the producers and products are that an area names.

use std::collections::HashMap;

use ocop_chassis::database::{StoreError, one_of, select};
use sea_orm::FromQueryResult;
use sea_orm::entity::prelude::*;

use crate::storage::Tx;

/// A producer or product, as far as scopes are concerned.
#[derive(Debug, FromQueryResult)]
pub struct Attached {
    id: Uuid,
    /// Code of the place where it is.
    pub place_code: String,
    /// Code of the province.
    pub province_code: String,
    /// The day for which both were said.
    pub place_on: Date,
    /// The producer, or the product's.
    pub producer_id: Uuid,
}

/// Those of the producers with these ids that there are.
pub async fn producers(tx: &Tx, ids: &[Uuid]) -> Result<HashMap<Uuid, Attached>, StoreError> {
    found(tx, ids, "producers", "id").await
}

/// Those of the products with these ids that there are.
pub async fn products(tx: &Tx, ids: &[Uuid]) -> Result<HashMap<Uuid, Attached>, StoreError> {
    found(tx, ids, "products", "producer_id").await
}

async fn found(
    tx: &Tx,
    ids: &[Uuid],
    table: &str,
    producer: &str,
) -> Result<HashMap<Uuid, Attached>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let keys = ids.iter().copied().map(Value::from).collect();
    let (among, values) = one_of(tx.db().get_database_backend(), "id", keys);
    let sql = format!(
        "select id, place_code, province_code, place_on, {producer} as producer_id from {table} where {among}"
    );
    let rows: Vec<Attached> = select(tx.db(), sql, values).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}
