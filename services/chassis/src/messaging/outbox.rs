//! The table `outbox`: events recorded with the change that caused them.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::ArrayType;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult, Statement, Value};
use uuid::Uuid;

use crate::database::{MAX_BINDS, placeholders};

/// Most bytes of an event's body. Brokers take messages of 1 MiB unless configured otherwise; the
/// headers of the event, and those of a dead letter, need the rest.
pub(crate) const MAX_BYTES: usize = 1_000_000;

/// A recorded event.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Id of the event.
    pub event_id: Uuid,
    /// Type of its aggregate.
    pub aggregate_type: String,
    /// Id of its aggregate.
    pub aggregate_id: Uuid,
    /// Version of the aggregate after it.
    pub version: u64,
    /// CloudEvents type.
    pub event_type: String,
    /// NATS subject.
    pub subject: String,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// W3C trace context of the call that caused it.
    pub traceparent: String,
    /// The fact in JSON.
    pub data: Vec<u8>,
}

/// How rows are inserted: the statement up to them, and how many values each has.
pub(crate) const INSERT: (&str, usize) = (
    "insert into outbox (event_id, aggregate_type, aggregate_id, version, event_type, subject, recorded_at, traceparent, data)",
    9,
);

const COLUMNS: &str = "event_id, aggregate_type, aggregate_id, version, event_type, subject, recorded_at, traceparent, data";

impl Row {
    /// Reads a row of a query that has the columns of the table under their names.
    ///
    /// # Errors
    /// A column is missing.
    pub fn read(row: &QueryResult) -> Result<Self, DbErr> {
        Ok(Self {
            event_id: row.try_get("", "event_id")?,
            aggregate_type: row.try_get("", "aggregate_type")?,
            aggregate_id: row.try_get("", "aggregate_id")?,
            version: row.try_get::<i64>("", "version")?.unsigned_abs(),
            event_type: row.try_get("", "event_type")?,
            subject: row.try_get("", "subject")?,
            recorded_at: row.try_get("", "recorded_at")?,
            traceparent: row.try_get("", "traceparent")?,
            data: row.try_get("", "data")?,
        })
    }

    /// Reads a row of [`COLUMNS`]: by place, because that is faster than by name.
    fn read_in_order(row: &QueryResult) -> Result<Self, DbErr> {
        Ok(Self {
            event_id: row.try_get_by_index(0)?,
            aggregate_type: row.try_get_by_index(1)?,
            aggregate_id: row.try_get_by_index(2)?,
            version: row.try_get_by_index::<i64>(3)?.unsigned_abs(),
            event_type: row.try_get_by_index(4)?,
            subject: row.try_get_by_index(5)?,
            recorded_at: row.try_get_by_index(6)?,
            traceparent: row.try_get_by_index(7)?,
            data: row.try_get_by_index(8)?,
        })
    }

    pub(crate) fn values(&self) -> [Value; 9] {
        [
            self.event_id.into(),
            self.aggregate_type.as_str().into(),
            self.aggregate_id.into(),
            i64::try_from(self.version).unwrap_or(i64::MAX).into(),
            self.event_type.as_str().into(),
            self.subject.as_str().into(),
            self.recorded_at.into(),
            self.traceparent.as_str().into(),
            self.data.clone().into(),
        ]
    }
}

/// A row that waits to be sent.
#[derive(Clone, Debug)]
pub(super) struct Unsent {
    pub(super) position: i64,
    pub(super) row: Row,
    lost: i64,
}

impl Unsent {
    /// The id by which the broker knows a second copy. What it lost is sent under another one: it may
    /// still remember the first id although it no longer holds the event.
    pub(super) fn message_id(&self) -> String {
        match self.lost {
            0 => self.row.event_id.to_string(),
            times => format!("{}/{times}", self.row.event_id),
        }
    }
}

const UNSENT: &str = "sent_at is null and refused is null";

/// The first `most` rows that were not sent, in the order of recording, without those at the positions `but`.
///
/// It is not enough to ask for the rows after the last of these: a lower position can commit later, and the
/// next event of the same aggregate must not be sent before it.
pub(super) async fn unsent(
    db: &impl ConnectionTrait,
    but: &[i64],
    most: usize,
) -> Result<Vec<Unsent>, DbErr> {
    let engine = db.get_database_backend();
    let columns = format!("{COLUMNS}, position, lost");
    // One parameter however many positions there are, and so one statement to prepare.
    let (sql, values) = if engine == DbBackend::Postgres {
        let last = but.iter().max().copied().unwrap_or_default();
        let but = but.iter().map(|position| Value::from(*position)).collect();
        let but = Value::Array(ArrayType::BigInt, Some(Box::new(but)));
        // In two parts: among many rows, only those up to the last position are compared with the list.
        let sql = format!(
            "(select {columns} from outbox where {UNSENT} and position <= $1 \
              and not exists (select from unnest($2) as but (at) where but.at = outbox.position)) \
             union all \
             (select {columns} from outbox where {UNSENT} and position > $1 order by position limit {most}) \
             order by position limit {most}"
        );
        (sql, vec![last.into(), but])
    } else {
        let sql = format!(
            "select {columns} from outbox where {UNSENT} \
             and position not in (select value from json_each($1)) order by position limit {most}"
        );
        (sql, vec![format!("{but:?}").into()])
    };
    let statement = Statement::from_sql_and_values(engine, sql, values);
    let rows = db.query_all_raw(statement).await?;
    rows.iter()
        .map(|row| {
            Ok(Unsent {
                position: row.try_get_by_index(9)?,
                row: Row::read_in_order(row)?,
                lost: row.try_get_by_index(10)?,
            })
        })
        .collect()
}

/// Whether any row is not sent.
pub(super) async fn any_unsent(db: &impl ConnectionTrait) -> Result<bool, DbErr> {
    let sql = format!("select position from outbox where {UNSENT} order by position limit 1");
    let statement = Statement::from_string(db.get_database_backend(), sql);
    Ok(db.query_one_raw(statement).await?.is_some())
}

/// Marks rows as sent, each with the sequence that the stream gave it, in one statement.
pub(super) async fn mark_sent(
    db: &impl ConnectionTrait,
    sent: &[(i64, u64)],
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let engine = db.get_database_backend();
    if engine == DbBackend::Postgres {
        let array = |of: fn(&(i64, u64)) -> i64| {
            let values: Vec<Value> = sent.iter().map(|pair| of(pair).into()).collect();
            Value::Array(ArrayType::BigInt, Some(Box::new(values)))
        };
        let sql = "update outbox set sent_at = $3, stream_seq = sent.seq \
                   from unnest($1, $2) as sent (at, seq) where outbox.position = sent.at";
        let values = [
            array(|(position, _)| *position),
            array(|(_, sequence)| i64::try_from(*sequence).unwrap_or(i64::MAX)),
            now.into(),
        ];
        db.execute_raw(Statement::from_sql_and_values(engine, sql, values))
            .await?;
        return Ok(());
    }
    for chunk in sent.chunks(MAX_BINDS / 2 - 1) {
        let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * 2 + 1);
        for (position, sequence) in chunk {
            let sequence = i64::try_from(*sequence).unwrap_or(i64::MAX);
            values.extend([(*position).into(), sequence.into()]);
        }
        values.push(now.into());
        let sql = format!(
            "update outbox set sent_at = ${}, stream_seq = sent.column2 \
             from (values {}) as sent where outbox.position = sent.column1",
            values.len(),
            placeholders(engine, chunk.len(), 2),
        );
        db.execute_raw(Statement::from_sql_and_values(engine, sql, values))
            .await?;
    }
    Ok(())
}

/// Sets aside a row that the broker cannot take, with the reason, so that those after it are sent.
pub(super) async fn set_aside(
    db: &impl ConnectionTrait,
    position: i64,
    reason: &str,
) -> Result<(), DbErr> {
    db.execute_raw(Statement::from_sql_and_values(
        db.get_database_backend(),
        "update outbox set refused = $1 where position = $2",
        [reason.into(), position.into()],
    ))
    .await?;
    Ok(())
}

/// Has the relay try again what was set aside, when a connection may lead to a broker that takes more. Returns how many rows.
pub(super) async fn retry_refused(db: &impl ConnectionTrait) -> Result<u64, DbErr> {
    let sql = "update outbox set refused = null where refused is not null";
    let statement = Statement::from_string(db.get_database_backend(), sql);
    Ok(db.execute_raw(statement).await?.rows_affected())
}

/// How many rows the broker cannot take.
pub(super) async fn refused(db: &impl ConnectionTrait) -> Result<u64, DbErr> {
    let sql = "select count(*) as refused from outbox where refused is not null";
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let row = db.query_one_raw(statement).await?;
    let count: i64 = row.map_or(Ok(0), |row| row.try_get("", "refused"))?;
    Ok(count.unsigned_abs())
}

/// How many rows wait, and since when the oldest.
pub(super) async fn backlog(
    db: &impl ConnectionTrait,
) -> Result<(u64, Option<DateTime<Utc>>), DbErr> {
    let row = db
        .query_one_raw(Statement::from_string(
            db.get_database_backend(),
            "select count(*) as waiting, min(recorded_at) as oldest from outbox \
             where sent_at is null and refused is null",
        ))
        .await?
        .ok_or_else(|| DbErr::RecordNotFound("count".to_owned()))?;
    Ok((
        row.try_get::<i64>("", "waiting")?.unsigned_abs(),
        row.try_get("", "oldest")?,
    ))
}

/// Deletes what was sent, requested or applied before `before`. The last event of each aggregate stays: it is
/// what two services are compared by. Inbox rows may go because the heads of the aggregates stay.
/// Returns how many events went.
pub(super) async fn delete_expired(
    db: &impl ConnectionTrait,
    before: DateTime<Utc>,
) -> Result<u64, DbErr> {
    let delete = async |sql: &str| {
        let statement =
            Statement::from_sql_and_values(db.get_database_backend(), sql, [before.into()]);
        db.execute_raw(statement)
            .await
            .map(|done| done.rows_affected())
    };
    delete("delete from requests where created_at < $1").await?;
    delete("delete from inbox where applied_at < $1").await?;
    delete(
        "delete from outbox where recorded_at < $1 and sent_at < $1 and version < \
         (select max(newer.version) from outbox as newer \
          where newer.aggregate_type = outbox.aggregate_type and newer.aggregate_id = outbox.aggregate_id)",
    )
    .await
}
