//! Orphaned files: those to which no document refers, because it is not filed yet or was withdrawn. A row is written
//! *before* the file is, so that a file whose document never came is found and removed.

use chrono::{DateTime, Utc};
use ocop_chassis::database::StoreError;
use sea_orm::{ConnectionTrait as _, DbBackend, Statement, Value};
use uuid::Uuid;

use crate::storage::evidence::files::FileKey;
use crate::storage::{Store, Tx};

fn statement(engine: DbBackend, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(engine, sql, values)
}

/// Notes that no document refers to a file from now on.
///
/// # Errors
/// The database failed.
pub async fn detach_file(tx: &Tx, key: FileKey) -> Result<(), StoreError> {
    let sql = "insert into orphaned_files (producer_id, sha256, since) values ($1, $2, $3) \
               on conflict (producer_id, sha256) do update set since = excluded.since";
    let values = [
        key.producer.into(),
        key.sha256.to_string().into(),
        tx.now().into(),
    ];
    tx.db()
        .execute_raw(statement(tx.db().get_database_backend(), sql, values))
        .await?;
    Ok(())
}

/// Notes that a document refers to a file.
///
/// # Errors
/// The database failed.
pub async fn attach_file(tx: &Tx, key: FileKey) -> Result<(), StoreError> {
    let sql = "delete from orphaned_files where producer_id = $1 and sha256 = $2";
    let values = [key.producer.into(), key.sha256.to_string().into()];
    tx.db()
        .execute_raw(statement(tx.db().get_database_backend(), sql, values))
        .await?;
    Ok(())
}

/// Files to which no document referred since before an instant, the oldest first.
///
/// # Errors
/// The database failed.
pub async fn orphaned_files(
    store: &Store,
    before: DateTime<Utc>,
    most: u64,
) -> Result<Vec<FileKey>, StoreError> {
    let db = store.database().reader();
    let sql =
        "select producer_id, sha256 from orphaned_files where since < $1 order by since limit $2";
    let values = [before.into(), most.cast_signed().into()];
    let rows = db
        .query_all_raw(statement(db.get_database_backend(), sql, values))
        .await?;
    rows.iter()
        .map(|row| {
            let (producer, sha256): (Uuid, String) =
                (row.try_get("", "producer_id")?, row.try_get("", "sha256")?);
            let sha256 = sha256.parse().map_err(|_| StoreError::Corrupt {
                what: "orphaned file".to_owned(),
            })?;
            Ok(FileKey { producer, sha256 })
        })
        .collect()
}

/// What becomes of an orphaned file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Orphan {
    /// A document refers to it after all, or it was announced again: it stays.
    Referenced,
    /// No document refers to it: it may be removed until the transaction ends, and nobody can announce it meanwhile.
    Forgotten,
}

/// Forgets a file to which no document referred since before an instant. Its row stays locked until the end of the transaction.
///
/// # Errors
/// The database failed.
pub async fn forget_file(
    tx: &Tx,
    key: FileKey,
    before: DateTime<Utc>,
) -> Result<Orphan, StoreError> {
    let engine = tx.db().get_database_backend();
    let values = [key.producer.into(), key.sha256.to_string().into()];
    let sql = "delete from orphaned_files where producer_id = $1 and sha256 = $2 and since < $3";
    let gone = tx
        .db()
        .execute_raw(statement(
            engine,
            sql,
            values.clone().into_iter().chain([before.into()]),
        ))
        .await?;
    if gone.rows_affected() == 0 {
        return Ok(Orphan::Referenced);
    }
    let sql =
        "select 1 as one from evidence where producer_id = $1 and sha256 = $2 and live limit 1";
    let referenced = tx
        .db()
        .query_one_raw(statement(engine, sql, values))
        .await?;
    Ok(if referenced.is_some() {
        Orphan::Referenced
    } else {
        Orphan::Forgotten
    })
}
