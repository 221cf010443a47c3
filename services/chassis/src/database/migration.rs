//! Schema changes, written once as SQL for both engines.
//!
//! A migration is a `.sql` file. A few words stand for what the engines call differently:
//!
//! | word | PostgreSQL | SQLite |
//! | --- | --- | --- |
//! | `@uuid` | `uuid` | `blob` |
//! | `@time` | `timestamptz` | `text` |
//! | `@date` | `date` | `text` |
//! | `@bytes` | `bytea` | `blob` |
//! | `@serial` | `bigint generated always as identity primary key` | `integer primary key autoincrement` |
//!
//! and a line that ends in `-- postgres` or `-- sqlite` is for that engine alone. Schemas move by
//! expand and contract: a released migration is never changed.

use sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::{
    MigrationName, MigrationTrait, MigratorTrait, SchemaManager, async_trait::async_trait,
};

use super::Database;

/// A migration made of SQL.
#[derive(Clone, Copy, Debug)]
pub struct SqlMigration {
    name: &'static str,
    sql: &'static str,
}

impl SqlMigration {
    /// `name` such as `m0001_products` orders the migrations and is kept in the database for ever.
    pub fn boxed(name: &'static str, sql: &'static str) -> Box<dyn MigrationTrait> {
        Box::new(Self { name, sql })
    }
}

impl MigrationName for SqlMigration {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait]
impl MigrationTrait for SqlMigration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        let sql = translate(self.sql, connection.get_database_backend());
        connection.execute_unprepared(&sql).await?;
        Ok(())
    }
}

/// The tables that messaging, request memory and audit need, to be listed first in every service.
pub fn chassis_migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![SqlMigration::boxed(
        "c0001_chassis",
        include_str!("c0001_chassis.sql"),
    )]
}

/// The number of the advisory lock under which PostgreSQL is migrated: "MIGR".
const MIGRATING: i64 = 0x4d49_4752;

/// Brings the schema up to date. On PostgreSQL in one transaction under a lock: the replicas of a service that start at the same
/// time all migrate, and those that come later find nothing left to do.
///
/// # Errors
/// The database cannot be reached or refuses a statement.
pub async fn migrate<M: MigratorTrait>(database: &Database) -> Result<(), DbErr> {
    let writer = database.writer().pool();
    if writer.get_database_backend() != DbBackend::Postgres {
        return M::up(writer, None).await;
    }
    let whole = database.begin().await?;
    let lock = format!("select pg_advisory_xact_lock({MIGRATING})");
    whole.execute_unprepared(&lock).await?;
    M::up(&whole, None).await?;
    whole.commit().await
}

/// The names of the migrations that are not applied yet. The server does not start while there are any.
///
/// # Errors
/// The database cannot be reached.
pub async fn pending<M: MigratorTrait>(database: &Database) -> Result<Vec<String>, DbErr> {
    let pending = M::get_pending_migrations(database.writer()).await?;
    Ok(pending
        .iter()
        .map(|migration| migration.name().to_owned())
        .collect())
}

fn translate(sql: &str, engine: DbBackend) -> String {
    let (words, own, other) = match engine {
        DbBackend::Sqlite => (
            [
                "blob",
                "text",
                "text",
                "blob",
                "integer primary key autoincrement",
            ],
            "-- sqlite",
            "-- postgres",
        ),
        _ => (
            [
                "uuid",
                "timestamptz",
                "date",
                "bytea",
                "bigint generated always as identity primary key",
            ],
            "-- postgres",
            "-- sqlite",
        ),
    };
    let mut text: String = sql
        .lines()
        .filter(|line| !line.trim_end().ends_with(other))
        .map(|line| line.trim_end().trim_end_matches(own))
        .flat_map(|line| [line, "\n"])
        .collect();
    for (mark, word) in ["@uuid", "@time", "@date", "@bytes", "@serial"]
        .into_iter()
        .zip(words)
    {
        text = text.replace(mark, word);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_becomes_the_sql_of_either_engine() {
        let sql = "create table t (id @uuid, at @time);\ncreate extension pg_trgm; -- postgres\npragma x; -- sqlite\n";
        let postgres = translate(sql, DbBackend::Postgres);
        assert!(postgres.contains("id uuid, at timestamptz"));
        assert!(postgres.contains("pg_trgm") && !postgres.contains("pragma"));
        let sqlite = translate(sql, DbBackend::Sqlite);
        assert!(sqlite.contains("id blob, at text"));
        assert!(sqlite.contains("pragma") && !sqlite.contains("pg_trgm"));
    }
}
