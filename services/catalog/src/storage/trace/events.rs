//! Events, found by their ids and by what they are about.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ocop_chassis::database::{StoreError, execute, insert_rows, one_of, select};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult};

use crate::domain::trace::{Chain, Item, Recorded, TraceEvent, Walk};
use crate::storage::{Store, Tx};

/// Most events that a new one is checked against.
pub const MOST_RECORDED: usize = 5_000;

#[derive(FromQueryResult)]
struct Row {
    sequence: i64,
    producer_id: Uuid,
    body: String,
    error: Option<String>,
}

/// What [`Row`] is read of.
const ROWS: &str = "select trace_events.sequence, trace_events.producer_id, trace_events.body, \
    trace_event_errors.body as error from trace_events \
    left join trace_event_errors on trace_event_errors.sequence = trace_events.sequence";

impl Row {
    fn read(&self) -> Result<Recorded, StoreError> {
        let corrupt = |error| StoreError::Corrupt {
            what: format!("trace event {}: {error}", self.sequence),
        };
        let event: TraceEvent = serde_json::from_str(&self.body).map_err(corrupt)?;
        let error = self.error.as_deref().map(serde_json::from_str);
        Ok(Recorded {
            producer: self.producer_id,
            event: TraceEvent {
                error: error.transpose().map_err(corrupt)?,
                ..event
            },
        })
    }
}

fn texts(items: &BTreeSet<Item>) -> BTreeSet<String> {
    items.iter().map(Item::to_string).collect()
}

/// Waits for whoever records something about one of these items, until the end of the transaction.
pub async fn lock(tx: &Tx, items: &BTreeSet<Item>) -> Result<(), StoreError> {
    let keys: Vec<Value> = texts(items).into_iter().map(Value::from).collect();
    if keys.is_empty() {
        return Ok(());
    }
    let head = "insert into trace_items (item)";
    insert_rows(tx.db(), head, 1, keys.clone(), "on conflict do nothing").await?;
    // SQLite has one writer.
    if tx.db().get_database_backend() == DbBackend::Postgres {
        let (among, values) = one_of(DbBackend::Postgres, "item", keys);
        let sql = format!("select item from trace_items where {among} order by item for update");
        execute(tx.db(), sql, values).await?;
    }
    Ok(())
}

/// The events with these ids that are recorded, by their ids.
pub async fn by_event_ids(tx: &Tx, ids: &[&str]) -> Result<HashMap<String, Recorded>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let keys = ids.iter().map(|id| (*id).into()).collect();
    let (among, values) = one_of(tx.db().get_database_backend(), "event_id", keys);
    let sql = format!("{ROWS} where {among}");
    let rows: Vec<Row> = select(tx.db(), sql, values).await?;
    rows.iter()
        .map(|row| row.read().map(|found| (found.event.id.clone(), found)))
        .collect()
}

/// The events about any of these items, in the order in which they were recorded, and at most so many.
async fn of_items(
    db: &impl ConnectionTrait,
    items: &BTreeSet<Item>,
    most: usize,
) -> Result<BTreeMap<i64, Recorded>, StoreError> {
    let keys = texts(items).into_iter().map(Value::from).collect();
    let (among, values) = one_of(db.get_database_backend(), "item", keys);
    let sql = format!(
        "{ROWS} where trace_events.sequence in \
         (select sequence from trace_event_items where {among}) order by trace_events.sequence limit {most}"
    );
    let rows: Vec<Row> = select(db, sql, values).await?;
    rows.iter()
        .map(|row| Ok((row.sequence, row.read()?)))
        .collect()
}

/// All events about these items and about the containers that those events name, in the order in which they were recorded. What is about
/// such a container is locked too. `None` if there are more than [`MOST_RECORDED`].
pub async fn about(tx: &Tx, items: BTreeSet<Item>) -> Result<Option<Vec<Recorded>>, StoreError> {
    let mut found: BTreeMap<i64, Recorded> = BTreeMap::new();
    let mut asked: BTreeSet<Item> = BTreeSet::new();
    let mut next = items;
    while !next.is_empty() {
        let events = of_items(tx.db(), &next, MOST_RECORDED + 1).await?;
        asked.append(&mut next);
        let containers = events.values().flat_map(|one| one.event.containers());
        next = containers
            .cloned()
            .map(Item::Container)
            .filter(|item| !asked.contains(item))
            .collect();
        found.extend(events);
        if found.len() > MOST_RECORDED {
            return Ok(None);
        }
        lock(tx, &next).await?;
    }
    Ok(Some(found.into_values().collect()))
}

/// Records events, in the order in which they are given.
pub async fn insert(tx: &Tx, events: &[Recorded]) -> Result<(), StoreError> {
    let mut rows: Vec<Value> = Vec::new();
    let mut items: Vec<(String, String)> = Vec::new();
    for one in events {
        let body = serde_json::to_string(&one.event).expect("an event has a JSON form");
        rows.extend([
            one.event.id.clone().into(),
            one.producer.into(),
            tx.now().into(),
            body.into(),
        ]);
        let about = one.event.items().into_iter();
        items.extend(about.map(|item| (item.to_string(), one.event.id.clone())));
    }
    let head = "insert into trace_events (event_id, producer_id, recorded_at, body)";
    insert_rows(tx.db(), head, 4, rows, "").await?;
    let sequences = sequences(tx, events.iter().map(|one| &one.event)).await?;
    let rows = items.into_iter().filter_map(|(item, event)| {
        let sequence = sequences.get(&event)?;
        Some([Value::from(item), (*sequence).into()])
    });
    let head = "insert into trace_event_items (item, sequence)";
    insert_rows(tx.db(), head, 2, rows.flatten().collect(), "").await?;
    Ok(())
}

/// Declares recorded events in error.
pub async fn declare(tx: &Tx, events: &[&TraceEvent]) -> Result<(), StoreError> {
    let sequences = sequences(tx, events.iter().copied()).await?;
    let rows = events.iter().filter_map(|event| {
        let sequence = sequences.get(&event.id)?;
        let body = serde_json::to_string(event.error.as_ref()?);
        let body = body.expect("a declaration has a JSON form");
        Some([Value::from(*sequence), tx.now().into(), body.into()])
    });
    let head = "insert into trace_event_errors (sequence, recorded_at, body)";
    insert_rows(tx.db(), head, 3, rows.flatten().collect(), "").await?;
    Ok(())
}

/// The numbers of recorded events, by their ids.
async fn sequences(
    tx: &Tx,
    events: impl Iterator<Item = &TraceEvent>,
) -> Result<HashMap<String, i64>, StoreError> {
    let ids: Vec<Value> = events.map(|event| event.id.clone().into()).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let (among, values) = one_of(tx.db().get_database_backend(), "event_id", ids);
    let sql = format!("select event_id, sequence from trace_events where {among}");
    let numbered: Vec<Numbered> = select(tx.db(), sql, values).await?;
    let numbered = numbered.into_iter();
    Ok(numbered.map(|row| (row.event_id, row.sequence)).collect())
}

#[derive(FromQueryResult)]
struct Numbered {
    event_id: String,
    sequence: i64,
}

/// Walks to the end: reads the events of each step at once.
pub async fn walked(store: &Store, mut walk: Walk) -> Result<Chain, StoreError> {
    let db = store.database().reader();
    loop {
        let wanted: BTreeSet<Item> = walk.wants().into_iter().collect();
        if wanted.is_empty() {
            return Ok(walk.chain());
        }
        let room = walk.room();
        let mut events: Vec<Recorded> = of_items(db, &wanted, room + 1)
            .await?
            .into_values()
            .collect();
        let complete = events.len() <= room;
        events.truncate(room);
        walk.take(events, complete);
    }
}
