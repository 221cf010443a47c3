//! What a relay holds while it works: the right to send, and what it sent and has not marked yet.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, Statement};
use tokio::time::Instant;

use crate::database::Database;
use crate::messaging::outbox::{self, Unsent};

/// The number of the relay's advisory lock: "OCOP".
const LOCK: i64 = 0x4f43_4f50;

/// For how long what was sent may stay unmarked, so that the next events share its mark. A crash within this
/// time sends them again, and the broker drops the copies by their ids.
pub(super) const MARK_DELAY: Duration = Duration::from_millis(50);

/// What came of publishing.
#[derive(Debug, Default)]
pub(super) struct Sent {
    /// Positions with the sequence that the stream gave.
    pub(super) acknowledged: Vec<(i64, u64)>,
    /// Positions of what is larger than the broker takes.
    pub(super) refused: Vec<i64>,
}

impl Sent {
    fn is_empty(&self) -> bool {
        self.acknowledged.is_empty() && self.refused.is_empty()
    }

    fn append(&mut self, mut more: Self) {
        self.acknowledged.append(&mut more.acknowledged);
        self.refused.append(&mut more.refused);
    }

    fn positions(&self) -> impl Iterator<Item = i64> {
        let acknowledged = self.acknowledged.iter().map(|(position, _)| *position);
        acknowledged.chain(self.refused.iter().copied())
    }

    async fn mark(&self, db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<(), DbErr> {
        outbox::mark_sent(db, &self.acknowledged, now).await?;
        for position in &self.refused {
            outbox::set_aside(db, *position, "LARGER_THAN_THE_BROKER_TAKES").await?;
        }
        Ok(())
    }
}

/// On PostgreSQL one transaction that holds the relay's lock until what it sent is marked; on SQLite none, so
/// that the writer is free while the broker is asked.
enum Connection {
    Postgres(DatabaseTransaction),
    Sqlite(Database),
}

/// The right to send, until [`end`](Self::end).
pub(super) struct Session {
    connection: Connection,
    /// Sent and not marked yet.
    sent: Sent,
    mark_at: Option<Instant>,
}

impl Session {
    /// `None` if another relay has the right.
    pub(super) async fn begin(database: &Database) -> anyhow::Result<Option<Self>> {
        let connection = if database.engine() == DbBackend::Sqlite {
            Connection::Sqlite(database.clone())
        } else {
            let tx = database.begin().await?;
            if !lock(&tx).await? {
                return Ok(None);
            }
            Connection::Postgres(tx)
        };
        Ok(Some(Self {
            connection,
            sent: Sent::default(),
            mark_at: None,
        }))
    }

    /// The first `most` rows that are neither sent nor at the positions `in_hand`.
    pub(super) async fn unsent(
        &self,
        in_hand: Vec<i64>,
        most: usize,
    ) -> anyhow::Result<Vec<Unsent>> {
        let mut but = in_hand;
        but.extend(self.sent.positions());
        Ok(match &self.connection {
            Connection::Postgres(tx) => outbox::unsent(tx, &but, most).await?,
            Connection::Sqlite(database) => outbox::unsent(database.reader(), &but, most).await?,
        })
    }

    /// Keeps what was sent, to be marked.
    pub(super) fn add(&mut self, sent: Sent) {
        if self.mark_at.is_none() && !sent.is_empty() {
            self.mark_at = Some(Instant::now() + MARK_DELAY);
        }
        self.sent.append(sent);
    }

    /// When what was sent is to be marked; `None` if nothing is.
    pub(super) fn mark_at(&self) -> Option<Instant> {
        self.mark_at
    }

    /// Marks what was sent.
    pub(super) async fn mark(&mut self, now: DateTime<Utc>) -> anyhow::Result<()> {
        if self.sent.is_empty() {
            return Ok(());
        }
        match &self.connection {
            Connection::Postgres(tx) => self.sent.mark(tx, now).await?,
            Connection::Sqlite(database) => {
                let tx = database.begin().await?;
                self.sent.mark(&tx, now).await?;
                tx.commit().await?;
            }
        }
        (self.sent, self.mark_at) = (Sent::default(), None);
        Ok(())
    }

    /// Marks what was sent and gives the right to send back.
    pub(super) async fn end(mut self, now: DateTime<Utc>) -> anyhow::Result<()> {
        self.mark(now).await?;
        if let Connection::Postgres(tx) = self.connection {
            tx.commit().await?;
        }
        Ok(())
    }
}

/// Takes the relay's lock until the end of the transaction, if no other relay holds it. The commit need not
/// wait for the disk: a mark that is lost has an event sent again, no more.
async fn lock(tx: &DatabaseTransaction) -> anyhow::Result<bool> {
    let sql = "select pg_try_advisory_xact_lock($1) as held, \
               set_config('synchronous_commit', 'off', true) as commit";
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, [LOCK.into()]);
    let row = tx.query_one_raw(statement).await?;
    Ok(row.is_some_and(|row| row.try_get("", "held").unwrap_or(false)))
}
