//! Records that were merged into others: where their ids, numbers and names lead, and how what names them follows.

mod following;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use ocop_chassis::database::{StoreError, execute, one_of, select};
use sea_orm::prelude::*;
use sea_orm::{ConnectionTrait, FromQueryResult};

use super::{Tx, history};
use crate::domain::transfer::State;

pub use following::{
    lots_of_producer, lots_of_product, transfers_of_producer, transfers_of_product,
};

/// What a merged record was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A producer.
    Producer,
    /// A product.
    Product,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Producer => "producer",
            Self::Product => "product",
        }
    }

    fn table(self) -> &'static str {
        match self {
            Self::Producer => "producers",
            Self::Product => "products",
        }
    }
}

/// What leads to a record besides its id and what it bears itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// The registration number of a producer.
    RegistrationNumber,
    /// The GLN of a producer.
    Gln,
    /// The GTIN of a product.
    Gtin,
    /// The name of a product, after the id of its producer: see [`name_of_product`].
    ProductName,
}

impl Key {
    fn word(self) -> &'static str {
        match self {
            Self::RegistrationNumber => "registration_number",
            Self::Gln => "gln",
            Self::Gtin => "gtin",
            Self::ProductName => "product_name",
        }
    }
}

/// The key of a product's name, `name_key` being that name in its spelling for comparisons.
pub fn name_of_product(producer: Uuid, name_key: &str) -> String {
    format!("{producer}:{name_key}")
}

#[derive(FromQueryResult)]
struct Led {
    id: Uuid,
    into_id: Uuid,
}

/// Where those of these ids lead whose records were merged.
pub(super) async fn kept(
    db: &impl ConnectionTrait,
    kind: Kind,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Uuid>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let keys = ids.iter().copied().map(Value::from).collect();
    let (among, values) = one_of(db.get_database_backend(), "id", keys);
    let sql = format!(
        "select id, into_id from merged_records where kind = '{}' and {among}",
        kind.word()
    );
    let rows: Vec<Led> = select(db, sql, values).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.into_id)).collect())
}

/// The record to which an id leads: its own, if it was not merged.
pub(super) async fn kept_one(
    db: &impl ConnectionTrait,
    kind: Kind,
    id: Uuid,
) -> Result<Uuid, StoreError> {
    Ok(kept(db, kind, &[id]).await?.remove(&id).unwrap_or(id))
}

/// The same of an id that need not be given.
pub(super) async fn kept_of(
    db: &impl ConnectionTrait,
    kind: Kind,
    id: Option<Uuid>,
) -> Result<Option<Uuid>, StoreError> {
    match id {
        Some(id) => Ok(Some(kept_one(db, kind, id).await?)),
        None => Ok(None),
    }
}

/// The record to which an id leads, inside a transaction.
pub async fn resolved(tx: &Tx, kind: Kind, id: Uuid) -> Result<Uuid, StoreError> {
    kept_one(tx.db(), kind, id).await
}

/// Where those of these ids lead whose records were merged, inside a transaction.
pub async fn led(tx: &Tx, kind: Kind, ids: &[Uuid]) -> Result<HashMap<Uuid, Uuid>, StoreError> {
    kept(tx.db(), kind, ids).await
}

/// The records to which ids lead, inside a transaction: each once, in order.
pub async fn all_resolved(tx: &Tx, kind: Kind, ids: &mut Vec<Uuid>) -> Result<(), StoreError> {
    let led = kept(tx.db(), kind, ids).await?;
    if !led.is_empty() {
        for id in ids.iter_mut() {
            *id = led.get(id).copied().unwrap_or(*id);
        }
        ids.sort_unstable();
        ids.dedup();
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Found {
    key: String,
    id: Uuid,
}

/// The records to which those of these keys lead that nobody bears any more.
pub(super) async fn by_former(
    db: &impl ConnectionTrait,
    key: Key,
    keys: impl IntoIterator<Item = &str>,
) -> Result<HashMap<String, Uuid>, StoreError> {
    let keys: Vec<Value> = keys.into_iter().map(Value::from).collect();
    if keys.is_empty() {
        return Ok(HashMap::new());
    }
    let (among, values) = one_of(db.get_database_backend(), "key", keys);
    let sql = format!(
        "select key, id from former_keys where kind = '{}' and {among}",
        key.word()
    );
    let rows: Vec<Found> = select(db, sql, values).await?;
    Ok(rows.into_iter().map(|row| (row.key, row.id)).collect())
}

#[derive(FromQueryResult)]
struct CreatedRow {
    created_at: DateTime<Utc>,
}

/// When a merged record was registered. `None` if it is no merged record.
pub(super) async fn created_at(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let sql = "select created_at from merged_records where id = $1";
    let rows: Vec<CreatedRow> = select(db, sql, [id.into()]).await?;
    Ok(rows.into_iter().next().map(|row| row.created_at))
}

/// A merged record as it was saved for the last time.
#[derive(Clone, Copy, Debug)]
pub struct Last {
    /// What it was.
    pub kind: Kind,
    /// Its id.
    pub id: Uuid,
    /// When it was registered.
    pub created_at: DateTime<Utc>,
}

/// Takes the row of a merged record away: its id leads to `into` from now on, with all that led to it. Nothing may name the row
/// any more.
pub async fn lead_on(tx: &Tx, last: Last, into: Uuid) -> Result<(), StoreError> {
    let (db, kind, id) = (tx.db(), last.kind, last.id);
    history::end(db, (kind.word(), id), into).await?;
    let moves = [
        "update merged_records set into_id = $1 where into_id = $2",
        "update former_keys set id = $1 where id = $2",
    ];
    for sql in moves {
        execute(db, sql, [into.into(), id.into()]).await?;
    }
    let sql = "insert into merged_records (id, kind, into_id, created_at, merged_at) values ($1, $2, $3, $4, $5)";
    let values: [Value; 5] = [
        id.into(),
        kind.word().into(),
        into.into(),
        last.created_at.into(),
        tx.now().into(),
    ];
    execute(db, sql, values).await?;
    let sql = format!("delete from {} where id = $1", kind.table());
    execute(db, sql, [id.into()]).await?;
    Ok(())
}

/// Has a key that nobody bears lead to a record.
pub async fn lead(tx: &Tx, key: Key, text: &str, id: Uuid) -> Result<(), StoreError> {
    let sql = "insert into former_keys (kind, key, id) values ($1, $2, $3) \
               on conflict (kind, key) do update set id = excluded.id";
    let values: [Value; 3] = [key.word().into(), text.into(), id.into()];
    execute(tx.db(), sql, values).await?;
    Ok(())
}

/// Has the former names of products of one producer be looked for under another.
pub async fn rename_makers(tx: &Tx, from: Uuid, to: Uuid) -> Result<(), StoreError> {
    let sql = "insert into former_keys (kind, key, id) \
               select kind, replace(key, $1, $2), id from former_keys where kind = 'product_name' and key like $3 \
               on conflict (kind, key) do nothing";
    let within = format!("{from}:%");
    let values: [Value; 3] = [
        from.to_string().into(),
        to.to_string().into(),
        within.into(),
    ];
    execute(tx.db(), sql, values).await?;
    Ok(())
}

/// Somebody other than `this` to whom a key leads that nobody bears.
pub async fn former_holder(
    tx: &Tx,
    key: Key,
    text: &str,
    this: Option<Uuid>,
) -> Result<Option<Uuid>, StoreError> {
    let found = by_former(tx.db(), key, [text]).await?.remove(text);
    Ok(found.filter(|id| Some(*id) != this))
}

#[derive(FromQueryResult)]
struct IdRow {
    id: Uuid,
}

/// The open transfer of a record.
pub async fn open_transfer(tx: &Tx, subject: Uuid) -> Result<Option<Uuid>, StoreError> {
    let sql = "select id from transfers where subject_id = $1 and state = $2";
    let values = [subject.into(), State::Proposed.to_string().into()];
    let rows: Vec<IdRow> = select(tx.db(), sql, values).await?;
    Ok(rows.into_iter().next().map(|row| row.id))
}
