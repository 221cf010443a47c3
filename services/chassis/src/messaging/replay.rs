//! Publishing recorded events again, for a subscriber that lost its own memory.
//!
//! The outbox forgets what was sent long ago, but never the last event of an aggregate. Since the body of an event is
//! the state of its aggregate after it, that one can always be sent as a snapshot (`ce-snapshot`): whoever lacks the
//! events before it starts with it, and whoever does not drops it.
//!
//! A replayed event keeps its id, so that whoever has seen it drops it; only the broker's message id
//! is new, because the broker would drop the copy otherwise.

use std::time::Duration;

use async_nats::jetstream::{self, message::PublishMessage};
use chrono::{DateTime, Utc};
use futures::future::try_join_all;
use sea_orm::{ConnectionTrait, Statement, Value};
use uuid::Uuid;

use super::history::History;
use super::outbox;
use crate::database::{Database, StoreError};

/// Events sent at once.
const BATCH: u64 = 500;

/// Which events to publish again; every condition that is given must hold.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Of this type of aggregate.
    pub aggregate_type: Option<String>,
    /// Of this aggregate.
    pub aggregate_id: Option<Uuid>,
    /// With a greater version than this.
    pub after_version: u64,
    /// Recorded at this time or later.
    pub from: Option<DateTime<Utc>>,
    /// Recorded before this time.
    pub to: Option<DateTime<Utc>>,
    /// Only the last of each aggregate, as a snapshot of it.
    pub snapshots: bool,
}

/// Publishes the selected events again, in the order of recording. Returns how many.
///
/// # Errors
/// The database or the broker failed; what was published stays published.
pub async fn replay(
    database: &Database,
    client: &async_nats::Client,
    selection: &Selection,
    marker: Uuid,
) -> anyhow::Result<u64> {
    let jetstream = jetstream::ContextBuilder::new()
        .timeout(Duration::from_secs(5))
        .max_ack_inflight(usize::try_from(BATCH)?)
        .backpressure_on_inflight(true)
        .build(client.clone());
    let history = History::of(database.reader()).await?;
    let (mut after, mut replayed) = (0_i64, 0_u64);
    loop {
        let rows = select(database, selection, after).await?;
        let Some((last, _)) = rows.last() else {
            return Ok(replayed);
        };
        after = *last;
        let mut waiting = Vec::with_capacity(rows.len());
        for (_, row) in rows {
            let id = row.event_id;
            let mut event = history.event(row);
            event.snapshot |= selection.snapshots;
            let message = PublishMessage::build()
                .headers(event.headers())
                .payload(event.data.into())
                .message_id(format!("{id}/{marker}"));
            waiting.push(std::future::IntoFuture::into_future(
                jetstream.send_publish(event.subject, message).await?,
            ));
        }
        replayed += try_join_all(waiting).await?.len() as u64;
    }
}

async fn select(
    database: &Database,
    selection: &Selection,
    after: i64,
) -> Result<Vec<(i64, outbox::Row)>, StoreError> {
    let mut values: Vec<Value> = vec![
        after.into(),
        i64::try_from(selection.after_version)
            .unwrap_or(i64::MAX)
            .into(),
    ];
    let mut sql =
        "select * from outbox where refused is null and position > $1 and version > $2".to_owned();
    let mut only = |condition: &str, value: Option<Value>| {
        if let Some(value) = value {
            values.push(value);
            sql.push_str(&format!(" and {condition} ${}", values.len()));
        }
    };
    only(
        "aggregate_type =",
        selection.aggregate_type.clone().map(Value::from),
    );
    only("aggregate_id =", selection.aggregate_id.map(Value::from));
    only("recorded_at >=", selection.from.map(Value::from));
    only("recorded_at <", selection.to.map(Value::from));
    if selection.snapshots {
        sql.push_str(
            " and version = (select max(newer.version) from outbox as newer \
              where newer.aggregate_type = outbox.aggregate_type and newer.aggregate_id = outbox.aggregate_id)",
        );
    }
    sql.push_str(&format!(" order by position limit {BATCH}"));
    let rows = database
        .reader()
        .query_all_raw(Statement::from_sql_and_values(
            database.engine(),
            sql,
            values,
        ))
        .await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        found.push((row.try_get("", "position")?, outbox::Row::read(row)?));
    }
    Ok(found)
}
