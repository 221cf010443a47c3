//! What names a merged record by its id and has no events of its own to tell that: it names the kept one from now on.

use ocop_chassis::database::{StoreError, execute};
use sea_orm::prelude::*;

use crate::storage::Tx;

/// Has the lots of a product follow, and says how many there are.
pub async fn lots_of_product(tx: &Tx, from: Uuid, to: Uuid) -> Result<u64, StoreError> {
    let sql =
        "update lots set product_id = $1, making = replace(making, $2, $3) where product_id = $4";
    let values: [Value; 4] = [
        to.into(),
        from.to_string().into(),
        to.to_string().into(),
        from.into(),
    ];
    let lots = execute(tx.db(), sql, values).await?;
    // The newest certificate of the two: the kept product's, unless it never had one.
    let sql = "update certificates set product_id = $1 where product_id = $2 \
               and not exists (select 1 from certificates as own where own.product_id = $1)";
    execute(tx.db(), sql, [to.into(), from.into()]).await?;
    Ok(lots)
}

/// Has the lots of a producer and what was recorded of them follow, and says how many lots there are.
pub async fn lots_of_producer(tx: &Tx, from: Uuid, to: Uuid) -> Result<u64, StoreError> {
    let sql = "update trace_events set producer_id = $1 where producer_id = $2";
    execute(tx.db(), sql, [to.into(), from.into()]).await?;
    let sql = "update lots set producer_id = $1 where producer_id = $2";
    execute(tx.db(), sql, [to.into(), from.into()]).await
}

/// Has the closed transfers of a product follow.
pub async fn transfers_of_product(tx: &Tx, from: Uuid, to: Uuid) -> Result<(), StoreError> {
    let sql = "update transfers set subject_id = $1 where subject_id = $2";
    execute(tx.db(), sql, [to.into(), from.into()]).await?;
    Ok(())
}

/// Has the closed transfers of a producer follow, and all those of its products.
pub async fn transfers_of_producer(tx: &Tx, from: Uuid, to: Uuid) -> Result<(), StoreError> {
    transfers_of_product(tx, from, to).await?;
    let sql = "update transfers set producer_id = $1 where producer_id = $2";
    execute(tx.db(), sql, [to.into(), from.into()]).await?;
    Ok(())
}
