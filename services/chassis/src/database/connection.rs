//! A pool of connections, and what a pooler in front of the database asks of it.
//!
//! PgBouncer in transaction mode gives a connection of PostgreSQL to another client after each transaction, and with
//! it the statements that were prepared on it. The driver prepares a statement in one round trip and runs it
//! in the next, and names statements by counting. So behind such a pooler a statement is a transaction of its own, and a
//! transaction begins by forgetting what others prepared.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sea_orm::sqlx::{self, Connection as _, SqliteConnection};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult,
    QueryResult, Statement, TransactionOptions, TransactionTrait as _,
};
use sea_orm_migration::async_trait::async_trait;

use super::pool::Pool;

/// A pool of connections.
#[derive(Clone, Debug)]
pub struct Connection {
    pool: DatabaseConnection,
    behind_pooler: bool,
    /// How often all connections were in use when one was needed.
    waits: Arc<AtomicU64>,
}

impl Connection {
    pub(super) fn new(pool: DatabaseConnection, behind_pooler: bool) -> Self {
        Self {
            pool,
            behind_pooler,
            waits: Arc::default(),
        }
    }

    pub(super) fn pool(&self) -> &DatabaseConnection {
        &self.pool
    }

    pub(super) fn waits(&self) -> &AtomicU64 {
        &self.waits
    }

    /// The pool for who needs a connection of it.
    fn asked(&self) -> &DatabaseConnection {
        if Pool::of(&self.pool).is_used_up() {
            self.waits.fetch_add(1, Ordering::Relaxed);
        }
        &self.pool
    }

    pub(super) async fn begin(
        &self,
        options: TransactionOptions,
    ) -> Result<DatabaseTransaction, DbErr> {
        let begun = self.asked().begin_with_options(options).await?;
        if self.behind_pooler {
            begun.execute_unprepared("deallocate all").await?;
        }
        Ok(begun)
    }

    async fn alone(&self) -> Result<DatabaseTransaction, DbErr> {
        self.begin(TransactionOptions::default()).await
    }
}

/// Whether a connection of SQLite that is given back is outside of any transaction; otherwise it is closed.
///
/// SQLite ends a transaction by itself when its disk is full. The driver goes on counting it, since its own ROLLBACK then fails,
/// and what came next on the connection would be a savepoint of a transaction that nobody commits.
pub(super) async fn is_outside_transactions(
    connection: &mut SqliteConnection,
) -> Result<bool, sqlx::Error> {
    if !connection.is_in_transaction() {
        return Ok(true);
    }
    // The rollback of a transaction that was dropped may be under way.
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

#[async_trait]
impl ConnectionTrait for Connection {
    fn get_database_backend(&self) -> DbBackend {
        self.pool.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        if !self.behind_pooler {
            return self.asked().execute_raw(statement).await;
        }
        let alone = self.alone().await?;
        let done = alone.execute_raw(statement).await?;
        alone.commit().await?;
        Ok(done)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.asked().execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        if !self.behind_pooler {
            return self.asked().query_one_raw(statement).await;
        }
        let alone = self.alone().await?;
        let found = alone.query_one_raw(statement).await?;
        alone.commit().await?;
        Ok(found)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        if !self.behind_pooler {
            return self.asked().query_all_raw(statement).await;
        }
        let alone = self.alone().await?;
        let found = alone.query_all_raw(statement).await?;
        alone.commit().await?;
        Ok(found)
    }
}
