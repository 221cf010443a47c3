//! Products that the catalog merged into others, and where their ids lead.

use std::collections::{BTreeSet, HashMap};

use ocop_chassis::database::{StoreError, execute, one_of, select};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::storage::Tx;

#[derive(FromQueryResult)]
struct Led {
    id: Uuid,
    merged_into: Uuid,
}

async fn led(
    db: &impl ConnectionTrait,
    column: &str,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<Led>, StoreError> {
    let keys: Vec<Value> = ids.into_iter().map(Value::from).collect();
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let (among, values) = one_of(db.get_database_backend(), column, keys);
    let sql =
        format!("select id, merged_into from listings where merged_into is not null and {among}");
    select(db, sql, values).await
}

/// The products to which those of these ids lead whose records were merged.
pub async fn kept(tx: &Tx, ids: &[Uuid]) -> Result<HashMap<Uuid, Uuid>, StoreError> {
    let rows = led(tx.db(), "id", ids.iter().copied()).await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id, row.merged_into))
        .collect())
}

/// The products to which these ids lead, in their order: one whose record was merged into another is that one.
pub async fn resolve_all(tx: &Tx, ids: &[Uuid]) -> Result<Vec<Uuid>, StoreError> {
    let kept = kept(tx, ids).await?;
    let leads = |id: &Uuid| kept.get(id).copied().unwrap_or(*id);
    Ok(ids.iter().map(leads).collect())
}

/// The product to which an id leads.
pub async fn resolve(tx: &Tx, id: Uuid) -> Result<Uuid, StoreError> {
    let kept = kept(tx, &[id]).await?;
    Ok(kept.get(&id).copied().unwrap_or(id))
}

/// Every id under which something may be kept of these products, with the id to which it leads: these, those that they were
/// merged into, and all others that were.
pub async fn records(
    db: &impl ConnectionTrait,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Uuid>, StoreError> {
    let mut records: HashMap<Uuid, Uuid> = ids.iter().map(|id| (*id, *id)).collect();
    let rows = led(db, "id", ids.iter().copied()).await?;
    records.extend(rows.into_iter().map(|row| (row.id, row.merged_into)));
    let kept: BTreeSet<Uuid> = records.values().copied().collect();
    let rows = led(db, "merged_into", kept.iter().copied()).await?;
    records.extend(rows.into_iter().map(|row| (row.id, row.merged_into)));
    records.extend(kept.into_iter().map(|id| (id, id)));
    Ok(records)
}

/// The products that were merged into these, each with the one that is kept.
pub async fn merged_into(tx: &Tx, kept: &[Uuid]) -> Result<Vec<(Uuid, Uuid)>, StoreError> {
    let rows = led(tx.db(), "merged_into", kept.iter().copied()).await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id, row.merged_into))
        .collect())
}

/// Has a product lead to another, and what led to it. Gives the one that is kept: `into`, or into which that was merged before
/// this was heard. Events of different products come in any order.
pub async fn merge(tx: &Tx, from: Uuid, into: Uuid) -> Result<Uuid, StoreError> {
    let into = kept(tx, &[into]).await?.remove(&into).unwrap_or(into);
    let sql = "update listings set merged_into = $1 where merged_into = $2 or id = $2";
    execute(tx.db(), sql, [into.into(), from.into()]).await?;
    Ok(into)
}
