//! When what is held of a producer was recorded: from the audit.

use chrono::{DateTime, Utc};
use ocop_chassis::database::StoreError;
use sea_orm::entity::prelude::*;
use sea_orm::{FromQueryResult, Statement};

use crate::storage::Store;

/// Records read at most.
const MOST: u64 = 500;

/// That a version of a producer was recorded.
#[derive(Debug, FromQueryResult)]
pub struct Record {
    /// When.
    pub at: DateTime<Utc>,
    /// By which rpc.
    pub rpc: String,
    /// The version after it.
    pub version: i64,
    /// Why; empty if no reason was given.
    pub reason: String,
}

/// The records of a producer, the newest first.
pub async fn records(store: &Store, id: Uuid) -> Result<Vec<Record>, StoreError> {
    let db = store.database().reader();
    let sql = format!(
        "select at, rpc, version, reason from audit where aggregate_type = 'producer' and aggregate_id = $1 \
         order by version desc limit {MOST}"
    );
    let engine = db.get_database_backend();
    let rows = db
        .query_all_raw(Statement::from_sql_and_values(engine, sql, [id.into()]))
        .await?;
    let read = rows.iter().map(|row| Record::from_query_result(row, ""));
    Ok(read.collect::<Result<_, _>>()?)
}
