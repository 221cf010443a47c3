//! A seal: one hash over a batch of rows and over the seal before.

use aws_lc_rs::digest::{Context, SHA256};
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait as _, FromQueryResult, Statement, Value};

use super::Entry;
use crate::database::{Database, StoreError};

/// What a hash begins with, so that it is none of anything else and can be made in another way one day.
const KIND: &[u8] = b"ocop audit seal 1";

/// A seal as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Seal {
    /// 1 for the first.
    pub number: i64,
    /// Position of the last row of its batch. The batch begins after the last row of the one before.
    pub last_position: i64,
    /// Rows of its batch.
    pub row_count: i64,
    /// When it was made.
    pub sealed_at: DateTime<Utc>,
    /// SHA-256 over the seal before, the rows, and the fields above.
    pub hash: Vec<u8>,
}

/// The hash of a batch that is being read.
pub(super) struct Sealing {
    context: Context,
    rows: i64,
}

impl Sealing {
    /// Begins a batch after the seal whose hash this is; empty before the first.
    pub(super) fn after(hash: &[u8]) -> Self {
        let mut sealing = Self {
            context: Context::new(&SHA256),
            rows: 0,
        };
        sealing.bytes(KIND);
        sealing.bytes(hash);
        sealing
    }

    /// Adds the next row.
    pub(super) fn add(&mut self, row: &Entry) {
        // Nothing is left out: what a row says in a column that is not taken in could be changed.
        let Entry {
            position,
            at,
            actor,
            roles,
            rpc,
            request_id,
            aggregate_type,
            aggregate_id,
            version,
            trace_id,
            reason,
            place,
        } = row;
        self.rows += 1;
        self.number(*position);
        self.number(at.timestamp_micros());
        let request_id = request_id.as_ref().map(uuid::Uuid::as_bytes);
        self.bytes(request_id.map_or(&[], |id| id.as_slice()));
        self.bytes(aggregate_id.as_bytes());
        self.number(*version);
        for text in [actor, roles, rpc, aggregate_type, trace_id, reason, place] {
            self.bytes(text.as_bytes());
        }
    }

    /// How many rows were added.
    pub(super) fn rows(&self) -> i64 {
        self.rows
    }

    /// Ends the batch.
    pub(super) fn finish(
        mut self,
        number: i64,
        last_position: i64,
        sealed_at: DateTime<Utc>,
    ) -> Seal {
        for field in [
            number,
            last_position,
            self.rows,
            sealed_at.timestamp_micros(),
        ] {
            self.number(field);
        }
        Seal {
            number,
            last_position,
            row_count: self.rows,
            sealed_at,
            hash: self.context.finish().as_ref().to_vec(),
        }
    }

    fn number(&mut self, number: i64) {
        self.context.update(&number.to_be_bytes());
    }

    /// With its length before it, so that no two rows are the same bytes.
    fn bytes(&mut self, bytes: &[u8]) {
        self.context.update(&(bytes.len() as u64).to_be_bytes());
        self.context.update(bytes);
    }
}

/// The seals after a number, in order, `most` of them.
///
/// # Errors
/// The database cannot be reached.
pub async fn seals(database: &Database, after: i64, most: u64) -> Result<Vec<Seal>, StoreError> {
    let sql = format!("select * from audit_seals where number > $1 order by number limit {most}");
    let statement = Statement::from_sql_and_values(database.engine(), sql, [after.into()]);
    Ok(Seal::find_by_statement(statement)
        .all(database.reader())
        .await?)
}

/// The newest seal.
pub(super) async fn newest(database: &Database) -> Result<Option<Seal>, StoreError> {
    let sql = "select * from audit_seals order by number desc limit 1";
    let statement = Statement::from_string(database.engine(), sql);
    Ok(Seal::find_by_statement(statement)
        .one(database.reader())
        .await?)
}

/// Keeps a seal; `false` if another replica was first.
pub(super) async fn keep(database: &Database, seal: Seal) -> Result<bool, StoreError> {
    let sql = "insert into audit_seals (number, last_position, row_count, sealed_at, hash) \
               values ($1, $2, $3, $4, $5) on conflict do nothing";
    let values: [Value; 5] = [
        seal.number.into(),
        seal.last_position.into(),
        seal.row_count.into(),
        seal.sealed_at.into(),
        seal.hash.into(),
    ];
    let statement = Statement::from_sql_and_values(database.engine(), sql, values);
    let kept = database.writer().execute_raw(statement).await?;
    Ok(kept.rows_affected() == 1)
}
