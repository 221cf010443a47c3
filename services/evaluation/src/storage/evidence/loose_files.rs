//! Files that no paper holds: announced and not filed yet, or left by a paper that was withdrawn. A file is noted here
//! *before* it is written, so that whatever happens between the file and its row, somebody knows to remove it.

use chrono::{DateTime, Utc};
use ocop_chassis::database::StoreError;
use sea_orm::{ConnectionTrait as _, DbBackend, Statement, Value};
use uuid::Uuid;

use crate::storage::evidence::files::FileKey;
use crate::storage::{Store, Tx};

fn statement(engine: DbBackend, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(engine, sql, values)
}

/// Notes that a file is held by no paper from now on.
///
/// # Errors
/// The database failed.
pub async fn loosen_file(tx: &Tx, key: FileKey) -> Result<(), StoreError> {
    let sql = "insert into loose_files (producer_id, sha256, since) values ($1, $2, $3) \
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

/// Notes that a paper holds a file.
///
/// # Errors
/// The database failed.
pub async fn hold_file(tx: &Tx, key: FileKey) -> Result<(), StoreError> {
    let sql = "delete from loose_files where producer_id = $1 and sha256 = $2";
    let values = [key.producer.into(), key.sha256.to_string().into()];
    tx.db()
        .execute_raw(statement(tx.db().get_database_backend(), sql, values))
        .await?;
    Ok(())
}

/// Files that nobody held since before an instant, the oldest first.
///
/// # Errors
/// The database failed.
pub async fn loose_files(
    store: &Store,
    before: DateTime<Utc>,
    most: u64,
) -> Result<Vec<FileKey>, StoreError> {
    let db = store.database().reader();
    let sql =
        "select producer_id, sha256 from loose_files where since < $1 order by since limit $2";
    let values = [before.into(), most.cast_signed().into()];
    let rows = db
        .query_all_raw(statement(db.get_database_backend(), sql, values))
        .await?;
    rows.iter()
        .map(|row| {
            let (producer, sha256): (Uuid, String) =
                (row.try_get("", "producer_id")?, row.try_get("", "sha256")?);
            let sha256 = sha256.parse().map_err(|_| StoreError::Corrupt {
                what: "loose file".to_owned(),
            })?;
            Ok(FileKey { producer, sha256 })
        })
        .collect()
}

/// What becomes of a loose file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loose {
    /// A paper holds it after all, or it was announced again: it stays.
    Held,
    /// Nobody holds it: it may be removed until the transaction ends, and nobody can announce it meanwhile.
    Forgotten,
}

/// Forgets a file that nobody held since before an instant. Its row stays locked until the end of the transaction.
///
/// # Errors
/// The database failed.
pub async fn forget_file(
    tx: &Tx,
    key: FileKey,
    before: DateTime<Utc>,
) -> Result<Loose, StoreError> {
    let engine = tx.db().get_database_backend();
    let values = [key.producer.into(), key.sha256.to_string().into()];
    let sql = "delete from loose_files where producer_id = $1 and sha256 = $2 and since < $3";
    let gone = tx
        .db()
        .execute_raw(statement(
            engine,
            sql,
            values.clone().into_iter().chain([before.into()]),
        ))
        .await?;
    if gone.rows_affected() == 0 {
        return Ok(Loose::Held);
    }
    let sql =
        "select 1 as one from evidence where producer_id = $1 and sha256 = $2 and live limit 1";
    let held = tx
        .db()
        .query_one_raw(statement(engine, sql, values))
        .await?;
    Ok(if held.is_some() {
        Loose::Held
    } else {
        Loose::Forgotten
    })
}
