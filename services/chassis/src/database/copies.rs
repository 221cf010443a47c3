//! Copies of SQLite databases, all of one moment.

use std::path::{Path, PathBuf};

use sea_orm::{
    ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection, DatabaseTransaction, DbErr,
    SqliteTransactionMode, TransactionOptions, TransactionTrait as _,
};

/// Copies each database of `files` to a new file. Whoever writes to one of them waits until all are copied, so that the copies
/// fit each other; readers go on.
///
/// # Errors
/// A file is no database, is written to for longer than a writer waits, or its copy cannot be written.
pub async fn copy_at_once(files: &[(PathBuf, PathBuf)]) -> Result<(), DbErr> {
    let mut held: Vec<DatabaseTransaction> = Vec::new();
    for (from, _) in files {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        held.push(open(from).await?.begin_with_options(options).await?);
    }
    for (from, to) in files {
        let reader = open(from).await?;
        let to = to.display().to_string().replace('\'', "''");
        reader
            .execute_unprepared(&format!("vacuum into '{to}'"))
            .await?;
        reader.close().await?;
    }
    for untouched in held {
        untouched.rollback().await?;
    }
    Ok(())
}

async fn open(path: &Path) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(format!("sqlite://{}", path.display()));
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn copies_are_of_one_moment_although_somebody_writes() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let mut databases = Vec::new();
        for name in ["one.db", "o'ther.db"] {
            let created = format!("sqlite://{}?mode=rwc", path(name).display());
            let database = Database::connect(created).await.unwrap();
            database
                .execute_unprepared("pragma journal_mode = wal; create table seen (n integer)")
                .await
                .unwrap();
            databases.push(database);
        }
        // Each number goes into the first before it goes into the other.
        let writing = tokio::spawn(async move {
            for n in 0.. {
                for database in &databases {
                    let insert = format!("insert into seen values ({n})");
                    database.execute_unprepared(&insert).await.unwrap();
                }
            }
        });
        for round in 0..5 {
            let copy = |name: &str| path(&format!("{round}-{name}"));
            let files = ["one.db", "o'ther.db"].map(|name| (path(name), copy(name)));
            copy_at_once(&files).await.unwrap();
            let mut counts = Vec::new();
            for (_, copied) in files {
                let database = open(&copied).await.unwrap();
                let count = database
                    .query_one_raw(sea_orm::Statement::from_string(
                        sea_orm::DbBackend::Sqlite,
                        "select count(*) as n from seen",
                    ))
                    .await
                    .unwrap();
                counts.push(count.unwrap().try_get::<i64>("", "n").unwrap());
            }
            let difference = counts[0] - counts[1];
            assert!((0..=1).contains(&difference), "{counts:?}");
        }
        writing.abort();
    }
}
