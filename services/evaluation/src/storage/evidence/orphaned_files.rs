//! Orphaned files: those to which no document refers, because it is not filed yet or was withdrawn. A row is written
//! *before* the file is, so that a file whose document never came is found and removed.

use chrono::{DateTime, Utc};
use ocop_chassis::database::{StoreError, execute, select};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use crate::storage::evidence::FileKey;
use crate::storage::{Store, Tx, parse};

/// A file by the two columns that name it.
#[derive(FromQueryResult)]
struct KeyRow {
    producer_id: Uuid,
    sha256: String,
}

fn values(key: FileKey) -> [Value; 2] {
    [key.producer.into(), key.sha256.to_string().into()]
}

/// Notes that no document refers to a file from now on.
pub async fn detach_file(tx: &Tx, key: FileKey) -> Result<(), StoreError> {
    let sql = "insert into orphaned_files (producer_id, sha256, since) values ($1, $2, $3) \
               on conflict (producer_id, sha256) do update set since = excluded.since";
    let values = values(key).into_iter().chain([tx.now().into()]);
    execute(tx.db(), sql, values).await?;
    Ok(())
}

/// Notes that a document refers to a file.
pub async fn attach_file(tx: &Tx, key: FileKey) -> Result<(), StoreError> {
    let sql = "delete from orphaned_files where producer_id = $1 and sha256 = $2";
    execute(tx.db(), sql, values(key)).await?;
    Ok(())
}

/// Files to which no document referred since before an instant, the oldest first.
pub async fn orphaned_files(
    store: &Store,
    before: DateTime<Utc>,
    most: u64,
) -> Result<Vec<FileKey>, StoreError> {
    let sql =
        "select producer_id, sha256 from orphaned_files where since < $1 order by since limit $2";
    let values = [before.into(), most.cast_signed().into()];
    let rows: Vec<KeyRow> = select(store.database().reader(), sql, values).await?;
    let key = |row: KeyRow| {
        Ok(FileKey {
            producer: row.producer_id,
            sha256: parse(&row.sha256, "hash of an orphaned file")?,
        })
    };
    rows.into_iter().map(key).collect()
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
pub async fn forget_file(
    tx: &Tx,
    key: FileKey,
    before: DateTime<Utc>,
) -> Result<Orphan, StoreError> {
    let sql = "delete from orphaned_files where producer_id = $1 and sha256 = $2 and since < $3";
    let since = values(key).into_iter().chain([before.into()]);
    if execute(tx.db(), sql, since).await? == 0 {
        return Ok(Orphan::Referenced);
    }
    let sql = "select producer_id, sha256 from evidence \
               where producer_id = $1 and sha256 = $2 and live limit 1";
    let referring: Vec<KeyRow> = select(tx.db(), sql, values(key)).await?;
    Ok(if referring.is_empty() {
        Orphan::Forgotten
    } else {
        Orphan::Referenced
    })
}
