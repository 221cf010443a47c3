//! Producers and products that the catalog merged into others: where their ids lead, and what follows them.
//!
//! Open dossiers, inspections and complaints name the kept record from then on, and so do closed dossiers and certificates their
//! producer. What was decided stays with the id of its product, by which the events of certificates are ordered, and papers with
//! that of their producer, under which their files lie: all of it is found by either id.

use std::collections::HashMap;

use ocop_chassis::database::{StoreError, execute, one_of, select};
use sea_orm::prelude::*;
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::storage::{Store, Tx};

#[derive(FromQueryResult)]
struct Led {
    id: Uuid,
    into_id: Uuid,
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
    let sql = format!("select id, into_id from merged_records where {among}");
    select(db, sql, values).await
}

/// The records to which those of these ids lead whose records were merged.
pub(crate) async fn kept(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, Uuid>, StoreError> {
    let rows = led(db, "id", ids).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.into_id)).collect())
}

/// The record to which an id leads: its own, if it was not merged.
pub(crate) async fn kept_one(db: &impl ConnectionTrait, id: Uuid) -> Result<Uuid, StoreError> {
    Ok(kept(db, [id]).await?.remove(&id).unwrap_or(id))
}

/// The same, for reading.
pub async fn find_kept(store: &Store, id: Uuid) -> Result<Uuid, StoreError> {
    kept_one(store.database().reader(), id).await
}

/// The same, for reading, of an id that need not be given.
pub(crate) async fn kept_of(store: &Store, id: Option<Uuid>) -> Result<Option<Uuid>, StoreError> {
    match id {
        Some(id) => Ok(Some(kept_one(store.database().reader(), id).await?)),
        None => Ok(None),
    }
}

/// The record to which an id leads, inside a transaction.
pub async fn resolved(tx: &Tx, id: Uuid) -> Result<Uuid, StoreError> {
    kept_one(tx.db(), id).await
}

/// All ids of the records to which these ids lead, each with the kept one.
pub(crate) async fn all_ids(
    db: &impl ConnectionTrait,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Uuid>, StoreError> {
    let led_to = kept(db, ids.iter().copied()).await?;
    let of = |id: &Uuid| led_to.get(id).copied().unwrap_or(*id);
    let records: Vec<Uuid> = ids.iter().map(of).collect();
    let merged = led(db, "into_id", records.clone()).await?;
    let own = records.into_iter().map(|id| (id, id));
    let merged = merged.into_iter().map(|row| (row.id, row.into_id));
    Ok(own.chain(merged).collect())
}

/// All ids of the record to which an id leads, if one is given.
pub(crate) async fn ids_of(
    store: &Store,
    id: Option<Uuid>,
) -> Result<Option<Vec<Uuid>>, StoreError> {
    let Some(id) = id else {
        return Ok(None);
    };
    let all = all_ids(store.database().reader(), &[id]).await?;
    Ok(Some(all.into_keys().collect()))
}

/// Has an id lead to another record, and what led to it. Gives the record that is kept: `into`, or into which that was merged
/// before this was heard. Events of different records come in any order.
async fn lead_on(tx: &Tx, id: Uuid, into: Uuid) -> Result<Uuid, StoreError> {
    let db = tx.db();
    let into = kept_one(db, into).await?;
    let sql = "update merged_records set into_id = $1 where into_id = $2";
    execute(db, sql, [into.into(), id.into()]).await?;
    let sql = "insert into merged_records (id, into_id) values ($1, $2) \
               on conflict (id) do update set into_id = excluded.into_id";
    execute(db, sql, [id.into(), into.into()]).await?;
    Ok(into)
}

/// The states in which a dossier is open no more.
const CLOSED: &str =
    "('certified', 'not_recognised', 'rejected', 'withdrawn', 'closed', 'deleted')";

/// Has rows of a table name another record by its id, in a column and in their bodies. `which` are the rows besides.
async fn rename(
    tx: &Tx,
    (table, column, which): (&str, &str, &str),
    from: Uuid,
    to: Uuid,
) -> Result<(), StoreError> {
    let sql = format!(
        "update {table} set {column} = $1, body = replace(body, $2, $3) where {column} = $4{which}"
    );
    let values: [Value; 4] = [
        to.into(),
        from.to_string().into(),
        to.to_string().into(),
        from.into(),
    ];
    execute(tx.db(), sql, values).await?;
    Ok(())
}

/// Merges a product into another. The same again changes nothing.
pub async fn merge_product(tx: &Tx, from: Uuid, into: Uuid) -> Result<(), StoreError> {
    let to = lead_on(tx, from, into).await?;
    let sql = format!(
        "update dossiers set doubled = $3 where product_id = $1 and exists (select 1 from dossiers as own \
         where own.product_id = $2 and own.kind = dossiers.kind and own.state not in {CLOSED})"
    );
    execute(tx.db(), sql, [from.into(), to.into(), true.into()]).await?;
    let open = format!(" and state not in {CLOSED}");
    for (table, which) in [
        ("dossiers", open.as_str()),
        ("inspections", ""),
        ("complaints", ""),
    ] {
        rename(tx, (table, "product_id", which), from, to).await?;
    }
    Ok(())
}

/// Merges a producer into another, and gives the record that is kept. The same again changes nothing.
pub async fn merge_producer(tx: &Tx, from: Uuid, into: Uuid) -> Result<Uuid, StoreError> {
    let to = lead_on(tx, from, into).await?;
    for table in ["dossiers", "inspections", "complaints"] {
        rename(tx, (table, "producer_id", ""), from, to).await?;
    }
    // The database reads the producer of a certificate out of its body.
    let sql = "update certificates set body = replace(body, $1, $2) where producer_id = $3";
    let values: [Value; 3] = [from.to_string().into(), to.to_string().into(), from.into()];
    execute(tx.db(), sql, values).await?;
    // It is counted no more: the kept one is.
    execute(
        tx.db(),
        "delete from producers where id = $1",
        [from.into()],
    )
    .await?;
    Ok(to)
}
