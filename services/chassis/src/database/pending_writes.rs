//! What a transaction writes at its end: request ids with their answers, events, audit rows.
//!
//! They are kept until then so that one statement writes them all, for one use case or for a group of
//! them.

use sea_orm::{DatabaseTransaction, DbBackend, Statement, Value};

use super::idempotency::AnsweredRequest;
use super::rows::{Columns, insert_rows};
use super::{StoreError, audit};
use crate::messaging::outbox;

/// The statement up to the rows, and how many values each has.
const REQUESTS: (&str, usize) = (
    "insert into requests (actor, request_id, rpc, body_hash, created_at, roles, answer)",
    7,
);

/// The rows, in the order in which they were recorded.
#[derive(Debug, Default)]
pub(super) struct PendingWrites {
    pub(super) requests: Vec<AnsweredRequest>,
    pub(super) events: Vec<outbox::Row>,
    pub(super) audit: Vec<audit::Row>,
}

/// How the writing ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WriteOutcome {
    /// All is there; there are events to send, or not.
    All { events: bool },
    /// One of the requests was answered before: the transaction must not be committed.
    KnownRequest,
}

impl PendingWrites {
    /// Adds what another use case of the same transaction recorded after this.
    pub(super) fn append(&mut self, mut next: Self) {
        self.requests.append(&mut next.requests);
        self.events.append(&mut next.events);
        self.audit.append(&mut next.audit);
    }

    /// Writes everything.
    pub(super) async fn write(self, db: &DatabaseTransaction) -> Result<WriteOutcome, StoreError> {
        let (claimed, events) = (self.requests.len() as u64, !self.events.is_empty());
        let requests: Vec<Value> = self
            .requests
            .into_iter()
            .flat_map(AnsweredRequest::values)
            .collect();
        let recorded: Vec<Value> = self.events.iter().flat_map(outbox::Row::values).collect();
        let audited: Vec<Value> = self.audit.into_iter().flatten().collect();
        let parts = [
            (REQUESTS, requests, "on conflict do nothing"),
            (outbox::INSERT, recorded, ""),
            (audit::INSERT, audited, ""),
        ];
        let kept = match write_in_one_statement(db, &parts).await? {
            Some(kept) => kept,
            None => {
                let mut kept = 0;
                for (index, ((head, width), values, tail)) in parts.into_iter().enumerate() {
                    let inserted = insert_rows(db, head, width, values, tail).await?;
                    if index == 0 {
                        kept = inserted;
                    }
                }
                kept
            }
        };
        Ok(if kept == claimed {
            WriteOutcome::All { events }
        } else {
            WriteOutcome::KnownRequest
        })
    }
}

type Part = ((&'static str, usize), Vec<Value>, &'static str);

/// Writes all parts with one statement, on PostgreSQL. Returns how many rows of the first part went in,
/// or nothing if it takes several statements.
async fn write_in_one_statement(
    db: &DatabaseTransaction,
    parts: &[Part; 3],
) -> Result<Option<u64>, StoreError> {
    use sea_orm::ConnectionTrait as _;

    if db.get_database_backend() != DbBackend::Postgres {
        return Ok(None);
    }
    let (mut inserts, mut parameters) = (Vec::with_capacity(3), Vec::with_capacity(24));
    for (index, ((head, width), values, tail)) in parts.iter().enumerate() {
        if values.is_empty() {
            continue;
        }
        let Some(columns) = Columns::of(*width, values) else {
            return Ok(None);
        };
        let rows = columns.select(parameters.len() + 1);
        inserts.push(format!("w{index} as ({head} {rows} {tail} returning 1)"));
        parameters.extend(columns.arrays);
    }
    if inserts.is_empty() {
        return Ok(Some(0));
    }
    let first = if parts[0].1.is_empty() {
        "select 0::bigint as kept"
    } else {
        "select count(*) as kept from w0"
    };
    let sql = format!("with {} {first}", inserts.join(", "));
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, parameters);
    let row = db.query_one_raw(statement).await?;
    let kept: i64 = row.map_or(Ok(0), |row| row.try_get("", "kept"))?;
    Ok(Some(kept.unsigned_abs()))
}
