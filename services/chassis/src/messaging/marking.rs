//! Where the relay finds what is to be sent, and writes down what came of it.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, Statement};

use super::outbox::{self, Unsent};
use crate::database::Database;

/// The number of the relay's advisory lock: "OCOP".
const LOCK: i64 = 0x4f43_4f50;

/// What came of publishing.
#[derive(Debug, Default)]
pub(super) struct Sent {
    /// Positions with the sequence that the stream gave.
    pub(super) acknowledged: Vec<(i64, u64)>,
    /// Positions of what is larger than the broker takes.
    pub(super) refused: Vec<i64>,
}

impl Sent {
    async fn mark(&self, db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<(), DbErr> {
        outbox::mark_sent(db, &self.acknowledged, now).await?;
        for position in &self.refused {
            outbox::set_aside(db, *position, "LARGER_THAN_THE_BROKER_TAKES").await?;
        }
        Ok(())
    }
}

/// Where a pass finds and marks its rows: on PostgreSQL one transaction that holds the relay's lock; on
/// SQLite none, so that the writer is free while the broker is asked.
pub(super) enum Marking {
    Postgres(DatabaseTransaction),
    Sqlite(Database),
}

impl Marking {
    /// `None` if another relay is at work.
    pub(super) async fn begin(database: &Database) -> anyhow::Result<Option<Self>> {
        if database.engine() == DbBackend::Sqlite {
            return Ok(Some(Self::Sqlite(database.clone())));
        }
        let tx = database.begin().await?;
        Ok(lock(&tx).await?.then_some(Self::Postgres(tx)))
    }

    pub(super) async fn unsent(&self, after: i64, most: usize) -> anyhow::Result<Vec<Unsent>> {
        Ok(match self {
            Self::Postgres(tx) => outbox::unsent(tx, after, most).await?,
            Self::Sqlite(database) => outbox::unsent(database.reader(), after, most).await?,
        })
    }

    pub(super) async fn mark(&self, sent: &Sent, now: DateTime<Utc>) -> anyhow::Result<()> {
        if sent.acknowledged.is_empty() && sent.refused.is_empty() {
            return Ok(());
        }
        match self {
            Self::Postgres(tx) => sent.mark(tx, now).await?,
            Self::Sqlite(database) => {
                let tx = database.begin().await?;
                sent.mark(&tx, now).await?;
                tx.commit().await?;
            }
        }
        Ok(())
    }

    pub(super) async fn commit(self) -> anyhow::Result<()> {
        if let Self::Postgres(tx) = self {
            tx.commit().await?;
        }
        Ok(())
    }
}

/// Takes the relay's lock until the end of the transaction, if no other relay holds it.
async fn lock(tx: &DatabaseTransaction) -> anyhow::Result<bool> {
    let row = tx
        .query_one_raw(Statement::from_sql_and_values(
            DbBackend::Postgres,
            "select pg_try_advisory_xact_lock($1) as held",
            [LOCK.into()],
        ))
        .await?;
    Ok(match row {
        Some(row) => row.try_get("", "held")?,
        None => false,
    })
}
