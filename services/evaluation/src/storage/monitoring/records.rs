//! When a complaint was recorded and changed, for whoever asks what is held of them.

use chrono::{DateTime, Utc};
use ocop_chassis::database::StoreError;
use sea_orm::{ConnectionTrait as _, FromQueryResult, Statement};
use uuid::Uuid;

use crate::storage::Store;

/// Records read at most.
const MOST: u64 = 500;

/// That a version of a complaint was recorded.
#[derive(Debug, FromQueryResult)]
pub struct Record {
    pub at: DateTime<Utc>,
    /// By which rpc.
    pub rpc: String,
    /// The version after it.
    pub version: i64,
    /// Empty if no reason was given.
    pub reason: String,
}

/// The records of a complaint, the newest first.
pub async fn complaint_records(store: &Store, id: Uuid) -> Result<Vec<Record>, StoreError> {
    let db = store.database().reader();
    let sql = format!(
        "select at, rpc, version, reason from audit where aggregate_type = 'complaint' and aggregate_id = $1 \
         order by version desc limit {MOST}"
    );
    let engine = db.get_database_backend();
    let rows = db
        .query_all_raw(Statement::from_sql_and_values(engine, sql, [id.into()]))
        .await?;
    let read = rows.iter().map(|row| Record::from_query_result(row, ""));
    Ok(read.collect::<Result<_, _>>()?)
}
