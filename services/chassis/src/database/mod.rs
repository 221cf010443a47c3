//! The database of a service: PostgreSQL in production, a SQLite file on the embedded default.
//!
//! Both are driven by the same entities and the same SQL. PostgreSQL has one pool; SQLite has one
//! writer connection that begins IMMEDIATE, so that two writers queue instead of failing, and a
//! pool of readers beside it (WAL). `synchronous = FULL`: what was committed survives a power cut.
//!
//! A use case is one transaction: see [`Store`] and [`Tx`].

mod area;
mod audit;
mod coalesce;
mod connection;
mod copies;
mod erasure;
mod error;
mod group_commit;
mod idempotency;
mod known_places;
mod load;
mod migration;
mod named;
mod pages;
mod pending_writes;
mod pool;
mod rows;
mod saved;
mod store;
mod table;
mod tx;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sea_orm::{
    ConnectOptions, ConnectionTrait as _, Database as SeaOrm, DatabaseTransaction, DbBackend,
    DbErr, RuntimeErr, SqliteTransactionMode, TransactionOptions,
};
use serde::Deserialize;

pub use area::{PlaceColumns, lies_in, lies_in_sql};
pub use coalesce::Coalesced;
pub use connection::Connection;
pub use copies::copy_at_once;
pub use error::StoreError;
pub(crate) use error::{is_full, plainly};
pub use idempotency::Request;
pub use known_places::Addition;
pub use migration::{SqlMigration, chassis_migrations, migrate, pending};
pub use named::Named;
pub use pages::page_by_id;
pub(crate) use rows::{MAX_BINDS, placeholders};
pub use rows::{execute, insert_rows, one_of, select};
pub use saved::{Aggregate, Saved, Table};
pub use store::{Store, UseCase, UseCaseError};
pub use table::plain_table;
pub use tx::{EncodedEvent, Origin, Tx};

use crate::config::{Check, Problems, Secret};
use crate::telemetry::outage::DATABASE;

/// How to reach the database.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// `postgres://user:password@host/database` or `sqlite:///path/to/file.db`.
    pub url: Secret,
    /// Most connections held at once (readers, on SQLite).
    pub max_connections: u32,
    /// Whether the server brings the schema up to date when it starts. For the embedded default;
    /// in production the `migrate` command does it, and a stale schema keeps the server from starting.
    pub migrate_at_start: bool,
    /// Whether callers that write at once share transactions. Off only to measure what that gives.
    pub group_commit: bool,
    /// Whether PostgreSQL plans each statement once for a connection, without looking at the parameters
    /// (`plan_cache_mode = force_generic_plan`). Otherwise it plans `id = any($1)` anew at every execution,
    /// because it guesses ten ids, and planning takes as long as reading.
    pub generic_plans: bool,
    /// Whether a pooler gives the connections of PostgreSQL to others after each transaction, as PgBouncer in
    /// transaction mode does. Then nothing is prepared for longer than a transaction.
    pub transaction_pooler: bool,
    /// Seconds between two seals of the audit.
    pub seal_seconds: u64,
}

impl Check for Settings {
    fn check(&self, problems: &mut Problems) {
        if !names_a_database(self.url.reveal()) {
            problems.add(
                "url",
                "a URL with a host or a path, such as postgres://user:password@host/database or \
                 sqlite:///var/lib/ocop/catalog.db",
            );
        }
        if self.max_connections == 0 {
            problems.add("max_connections", "at least 1");
        }
        problems.range("seal_seconds", self.seal_seconds, 1, 86_400);
    }
}

/// Whether a URL says where a database is. One in memory is none: each connection would have its own.
fn names_a_database(url: &str) -> bool {
    if let Some(place) = url.strip_prefix("sqlite:") {
        let path = place.trim_start_matches("//").split('?').next();
        return path.is_some_and(|path| !["", "/", ":memory:"].contains(&path));
    }
    url::Url::parse(url).is_ok_and(|url| {
        let host = url.host_str().unwrap_or_default();
        // A socket in the file system is named by a parameter.
        let named = !host.is_empty() || url.query_pairs().any(|(key, _)| key == "host");
        ["postgres", "postgresql"].contains(&url.scheme()) && named
    })
}

/// An open database.
#[derive(Clone, Debug)]
pub struct Database {
    writer: Connection,
    reader: Connection,
    write_permits: usize,
    /// Whether the last change that was to be kept found room on the disk.
    has_room: Arc<AtomicBool>,
}

/// Most transactions of calls that are open at once on PostgreSQL while calls share them. The more there
/// are, the fewer calls share one.
const WRITE_PERMITS: u32 = 4;

/// Without group commit nobody waits for a permit; the pool of connections is the limit.
const UNLIMITED: usize = usize::MAX;

impl Database {
    /// Opens the pools. A database that cannot be reached is an error: the process should be
    /// started again by whoever watches it.
    ///
    /// # Errors
    /// The database cannot be reached or refuses the credentials.
    pub async fn open(settings: &Settings) -> Result<Self, DbErr> {
        let url = settings.url.reveal();
        if !url.starts_with("sqlite:") {
            let mut options = ConnectOptions::new(url);
            common(&mut options).max_connections(settings.max_connections);
            let (behind_pooler, generic_plans) =
                (settings.transaction_pooler, settings.generic_plans);
            options.map_sqlx_postgres_opts(move |options| match (behind_pooler, generic_plans) {
                // Startup parameters that it does not know, and statements to be kept.
                (true, _) => options.extra_float_digits(None).statement_cache_capacity(0),
                (false, true) => options.options([("plan_cache_mode", "force_generic_plan")]),
                (false, false) => options,
            });
            let pool = Connection::new(SeaOrm::connect(options).await?, behind_pooler);
            return Ok(Self {
                writer: pool.clone(),
                reader: pool,
                write_permits: if settings.group_commit {
                    (settings.max_connections / 2).clamp(1, WRITE_PERMITS) as usize
                } else {
                    UNLIMITED
                },
                has_room: Arc::new(AtomicBool::new(true)),
            });
        }
        let mut writer = ConnectOptions::new(url);
        common(&mut writer)
            .max_connections(1)
            .map_sqlx_sqlite_opts(|options| {
                options
                    .create_if_missing(true)
                    .pragma("journal_mode", "WAL")
                    .pragma("synchronous", "FULL")
                    .pragma("foreign_keys", "ON")
                    .busy_timeout(Duration::from_secs(10))
            })
            .map_sqlx_sqlite_pool_opts(|pool| {
                pool.after_release(|released, _| {
                    Box::pin(connection::is_outside_transactions(released))
                })
            });
        let writer = Connection::new(SeaOrm::connect(writer).await?, false);
        let mut reader = ConnectOptions::new(url);
        common(&mut reader)
            .max_connections(settings.max_connections)
            .map_sqlx_sqlite_opts(|options| {
                options
                    .pragma("query_only", "ON")
                    // Read from the page cache without copying.
                    .pragma("mmap_size", "268435456")
                    .busy_timeout(Duration::from_secs(10))
            });
        let reader = Connection::new(SeaOrm::connect(reader).await?, false);
        Ok(Self {
            writer,
            reader,
            write_permits: if settings.group_commit { 1 } else { UNLIMITED },
            has_room: Arc::new(AtomicBool::new(true)),
        })
    }

    /// For queries that change nothing.
    pub fn reader(&self) -> &Connection {
        &self.reader
    }

    /// For statements that are a transaction by themselves.
    pub fn writer(&self) -> &Connection {
        &self.writer
    }

    /// Begins a transaction that may write.
    ///
    /// In a task of its own: a call may hang up at any time, and the driver for PostgreSQL counts a transaction
    /// only when the answer to BEGIN is there. Dropped before that, it would give the connection back to the
    /// pool with the transaction open. Begun here, it is dropped whole and rolled back.
    ///
    /// # Errors
    /// No connection could be had in time.
    pub async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        let writer = self.writer.clone();
        let options = TransactionOptions {
            sqlite_transaction_mode: (self.engine() == DbBackend::Sqlite)
                .then_some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let begun = tokio::spawn(async move { writer.begin(options).await });
        let begun = begun.await.unwrap_or_else(|ended| {
            let ended = format!("the transaction was not begun: {ended}");
            Err(DbErr::Conn(RuntimeErr::Internal(ended)))
        })?;
        DATABASE.works("a transaction");
        Ok(begun)
    }

    /// Asks whether it can be reached.
    ///
    /// # Errors
    /// It cannot.
    pub async fn ping(&self) -> Result<(), DbErr> {
        self.reader.pool().ping().await
    }

    /// Whether there was room on the disk when a change was last to be kept. A disk that is full is noticed by changes
    /// only: reads go on, and so does [`ping`](Self::ping).
    pub fn has_room(&self) -> bool {
        self.has_room.load(Ordering::Relaxed)
    }

    /// A transaction was committed.
    fn committed(&self) {
        self.has_room.store(true, Ordering::Relaxed);
    }

    /// A transaction was not committed because of `error`.
    fn not_committed(&self, error: Option<&StoreError>) {
        if let Some(StoreError::Unavailable(cause)) = error
            && is_full(cause)
        {
            self.has_room.store(false, Ordering::Relaxed);
        }
    }

    /// How many transactions of calls may be open at once.
    pub(crate) fn write_permits(&self) -> usize {
        self.write_permits
    }

    /// Which of the two engines it is.
    pub fn engine(&self) -> DbBackend {
        self.writer.get_database_backend()
    }
}

/// No statement is logged, and a connection that was used lately is not tested before it is used again.
fn common(options: &mut ConnectOptions) -> &mut ConnectOptions {
    options
        .sqlx_logging(false)
        .test_before_acquire_if_idle_for(Duration::from_secs(30))
        .acquire_timeout(Duration::from_secs(5))
        .idle_timeout(Duration::from_secs(600))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_names_a_database_or_is_refused() {
        for good in [
            "postgres://ocop:secret@db:5432/catalog",
            "postgresql://db/catalog",
            "postgres:///catalog?host=/run/postgresql&user=ocop",
            "sqlite:///var/lib/ocop/catalog.db",
            "sqlite://catalog.db?mode=rwc",
            "sqlite:catalog.db",
        ] {
            assert!(names_a_database(good), "{good}");
        }
        for wrong in [
            "",
            "db/catalog",
            "mysql://db/catalog",
            "postgres://",
            "postgres://db:99999/catalog",
            "sqlite:",
            "sqlite://",
            "sqlite://?mode=rwc",
            "sqlite::memory:",
        ] {
            assert!(!names_a_database(wrong), "{wrong}");
        }
    }
}
