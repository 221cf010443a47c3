//! Producers that the catalog merged into others: where their ids lead, and what names them.

use std::collections::{BTreeSet, HashMap};

use ocop_chassis::database::{Saved, StoreError, execute, one_of, select};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, FromQueryResult, QueryOrder};

use super::row::{Column, Entity, saved};
use crate::domain::listing::Listing;
use crate::storage::{Store, Tx};

#[derive(FromQueryResult)]
struct Led {
    id: Uuid,
    into_id: Uuid,
}

/// The producers to which those of these ids lead whose records were merged.
async fn kept(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, Uuid>, StoreError> {
    let keys: Vec<Value> = ids.into_iter().map(Value::from).collect();
    if keys.is_empty() {
        return Ok(HashMap::new());
    }
    let (among, values) = one_of(db.get_database_backend(), "id", keys);
    let sql = format!("select id, into_id from merged_producers where {among}");
    let rows: Vec<Led> = select(db, sql, values).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.into_id)).collect())
}

/// The producer to which an id leads: its own, if its record was not merged.
pub async fn producer(tx: &Tx, id: Uuid) -> Result<Uuid, StoreError> {
    Ok(kept(tx.db(), [id]).await?.remove(&id).unwrap_or(id))
}

/// The same, for reading.
pub async fn find_producer(store: &Store, id: Uuid) -> Result<Uuid, StoreError> {
    let found = kept(store.database().reader(), [id]).await?.remove(&id);
    Ok(found.unwrap_or(id))
}

/// Puts the producers to which these ids lead in their place.
pub async fn lead_producers<'a>(
    tx: &Tx,
    ids: impl IntoIterator<Item = &'a mut Uuid>,
) -> Result<(), StoreError> {
    let ids: Vec<&mut Uuid> = ids.into_iter().collect();
    let asked: BTreeSet<Uuid> = ids.iter().map(|id| **id).collect();
    let kept = kept(tx.db(), asked).await?;
    for id in ids {
        *id = kept.get(id).copied().unwrap_or(*id);
    }
    Ok(())
}

/// Has the id of a producer lead to another, and what led to it. Gives the one that is kept: `into`, or into which that was
/// merged before this was heard. Events of different producers come in any order.
pub async fn merge_producer(tx: &Tx, from: Uuid, into: Uuid) -> Result<Uuid, StoreError> {
    let into = producer(tx, into).await?;
    let sql = "update merged_producers set into_id = $1 where into_id = $2";
    execute(tx.db(), sql, [into.into(), from.into()]).await?;
    let sql = "insert into merged_producers (id, into_id) values ($1, $2) \
               on conflict (id) do update set into_id = excluded.into_id";
    execute(tx.db(), sql, [from.into(), into.into()]).await?;
    Ok(into)
}

/// The listings and listings-to-be of a producer, to be changed, in the order of their ids.
pub async fn of_producer(tx: &Tx, producer_id: Uuid) -> Result<Vec<Saved<Listing>>, StoreError> {
    let rows = Entity::find()
        .filter(Column::ProducerId.eq(producer_id))
        .order_by_asc(Column::Id)
        .all(tx.db())
        .await?;
    rows.iter().map(saved).collect()
}

/// Has what was offered, agreed, reported, rewarded and nominated name another producer by its id. What it was called then
/// stays. Nothing happened to any of it, so that its version stays too.
pub async fn rename_producer(tx: &Tx, from: Uuid, to: Uuid) -> Result<(), StoreError> {
    let texts: [Value; 2] = [from.to_string().into(), to.to_string().into()];
    for table in ["trade_offers", "trade_deals", "sales_reports"] {
        let sql = format!(
            "update {table} set producer_id = $4, body = replace(body, $1, $2) where producer_id = $3"
        );
        let ids: [Value; 2] = [from.into(), to.into()];
        execute(tx.db(), sql, texts.iter().cloned().chain(ids)).await?;
    }
    // They have no column for it: a merge is rare enough to look through them.
    for (table, column) in [
        ("matches", "document"),
        ("rewards", "body"),
        ("top_lists", "body"),
        ("trade_matches", "body"),
    ] {
        let sql = format!(
            "update {table} set {column} = replace({column}, $1, $2) where {column} like $3"
        );
        let naming: Value = format!("%{from}%").into();
        execute(tx.db(), sql, texts.iter().cloned().chain([naming])).await?;
    }
    Ok(())
}
