//! Events that came before one that they follow, waiting for it in the database.
//!
//! They are bounded, for one aggregate and in all: a publisher that leaves a gap for ever, or somebody who forges
//! versions, cannot fill the database.

use std::collections::HashMap;

use metrics::gauge;
use sea_orm::{ConnectionTrait, DatabaseTransaction, QueryResult, Statement, Value};
use uuid::Uuid;

use super::inbox::{Key, key, version};
use super::{Consumer, Handler};
use crate::database::{MAX_BINDS, StoreError, Tx, insert_rows, one_of};
use crate::messaging::{Event, outbox};

/// Most versions by which an event may be ahead of the last one that took effect.
pub(super) const MAX_AHEAD: u64 = 1_000_000;

/// How many events are parked.
pub(super) struct Counts {
    of: HashMap<Key, u64>,
    all: u64,
}

impl Counts {
    /// Counts one more of the event's aggregate in, unless there are as many as there may be.
    pub(super) fn admit(&mut self, event: &Event, most_of_one: u64, most: u64) -> bool {
        let of = self.of.entry(key(event)).or_default();
        let admitted = *of < most_of_one && self.all < most;
        if admitted {
            *of += 1;
            self.all += 1;
        }
        admitted
    }
}

/// How many events are parked of each of the aggregates with these ids, and in all.
pub(super) async fn count(
    db: &impl ConnectionTrait,
    consumer: &str,
    ids: &[Uuid],
) -> Result<Counts, StoreError> {
    let engine = db.get_database_backend();
    let all = Statement::from_sql_and_values(
        engine,
        "select count(*) as parked from parked where consumer = $1",
        [consumer.into()],
    );
    let all = db.query_one_raw(all).await?;
    let mut counts = Counts {
        of: HashMap::new(),
        all: all.map_or(Ok(0), |row| number(&row, "parked"))?,
    };
    for chunk in ids.chunks(MAX_BINDS) {
        let (among, mut values) = one_of(engine, "aggregate_id", values(chunk));
        values.push(consumer.into());
        let sql = format!(
            "select aggregate_type, aggregate_id, count(*) as parked from parked \
             where {among} and consumer = ${} group by aggregate_type, aggregate_id",
            values.len()
        );
        let statement = Statement::from_sql_and_values(engine, sql, values);
        for row in db.query_all_raw(statement).await? {
            let key = (
                row.try_get("", "aggregate_type")?,
                row.try_get("", "aggregate_id")?,
            );
            counts.of.insert(key, number(&row, "parked")?);
        }
    }
    Ok(counts)
}

/// Parks events. One that is parked already stays as it is.
pub(super) async fn park<E: Send>(
    tx: &Tx<E>,
    consumer: &str,
    events: &[&Event],
) -> Result<(), StoreError> {
    let mut values: Vec<Value> = Vec::with_capacity(events.len() * 11);
    for event in events {
        values.extend([
            consumer.into(),
            event.id.into(),
            event.aggregate_type.as_str().into(),
            event.aggregate_id.into(),
            version(event.version),
            event.kind.as_str().into(),
            event.subject.as_str().into(),
            event.time.into(),
            event.traceparent.as_str().into(),
            event.data.clone().into(),
            tx.now().into(),
        ]);
    }
    insert_rows(
        tx.db(),
        "insert into parked (consumer, event_id, aggregate_type, aggregate_id, version, event_type, subject, \
         recorded_at, traceparent, data, parked_at)",
        11,
        values,
        "on conflict do nothing",
    )
    .await?;
    Ok(())
}

/// The first parked events of the aggregates with these ids, at most `most`: first the first of each, then the
/// second of each, so that an aggregate with many leaves room for the others.
pub(super) async fn of(
    db: &impl ConnectionTrait,
    consumer: &str,
    ids: &[Uuid],
    most: usize,
) -> Result<Vec<Event>, StoreError> {
    let mut found = Vec::new();
    for chunk in ids.chunks(MAX_BINDS) {
        let room = most.saturating_sub(found.len());
        if room == 0 {
            break;
        }
        let (among, mut values) = one_of(db.get_database_backend(), "aggregate_id", values(chunk));
        values.push(consumer.into());
        // Placed by the index alone; only what is taken is read whole.
        let sql = format!(
            "select parked.* from parked join \
             (select consumer, aggregate_type, aggregate_id, version, \
              row_number() over (partition by aggregate_type, aggregate_id order by version) as place \
              from parked where {among} and consumer = ${}) as placed \
             on parked.consumer = placed.consumer and parked.aggregate_type = placed.aggregate_type \
             and parked.aggregate_id = placed.aggregate_id and parked.version = placed.version \
             order by placed.place, parked.version limit {room}",
            values.len()
        );
        let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
        for row in db.query_all_raw(statement).await? {
            found.push(Event::from(outbox::Row::read(&row)?));
        }
    }
    Ok(found)
}

/// The ids of aggregates with a parked event whose turn has come, at most 500.
pub(super) async fn ready(
    db: &impl ConnectionTrait,
    consumer: &str,
) -> Result<Vec<Uuid>, StoreError> {
    let sql = "select distinct parked.aggregate_id as id from parked left join heads \
               on heads.consumer = parked.consumer and heads.aggregate_type = parked.aggregate_type \
               and heads.aggregate_id = parked.aggregate_id \
               where parked.consumer = $1 and parked.version <= coalesce(heads.version, 0) + 1 limit 500";
    let statement =
        Statement::from_sql_and_values(db.get_database_backend(), sql, [consumer.into()]);
    let rows = db.query_all_raw(statement).await?;
    let ids = rows.iter().map(|row| row.try_get("", "id"));
    Ok(ids.collect::<Result<_, _>>()?)
}

/// Removes events from those that are parked.
pub(super) async fn remove(
    db: &DatabaseTransaction,
    consumer: &str,
    events: &[Uuid],
) -> Result<(), StoreError> {
    for chunk in events.chunks(MAX_BINDS) {
        let (among, mut values) = one_of(db.get_database_backend(), "event_id", values(chunk));
        values.push(consumer.into());
        let sql = format!(
            "delete from parked where {among} and consumer = ${}",
            values.len()
        );
        db.execute_raw(Statement::from_sql_and_values(
            db.get_database_backend(),
            sql,
            values,
        ))
        .await?;
    }
    Ok(())
}

impl<E: Send + 'static, H: Handler<E>> Consumer<E, H> {
    /// Counts the parked events for the metrics.
    pub(super) async fn count_parked(&self) -> Result<(), StoreError> {
        let counts = count(self.store.database().reader(), H::NAME, &[]).await?;
        gauge!("events_parked", "consumer" => H::NAME).set(counts.all as f64);
        Ok(())
    }
}

fn values(ids: &[Uuid]) -> Vec<Value> {
    ids.iter().map(|id| (*id).into()).collect()
}

fn number(row: &QueryResult, column: &str) -> Result<u64, StoreError> {
    Ok(row.try_get::<i64>("", column)?.unsigned_abs())
}
