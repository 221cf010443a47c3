//! The task that seals what was recorded.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait as _, DbBackend, Statement};
use tokio_util::sync::CancellationToken;
use tracing::warn;

use super::seal::{self, Sealing};
use super::{Filter, Order, entries};
use crate::clock::Clock;
use crate::database::{Database, StoreError};

/// Rows of a batch at most.
const BATCH: u64 = 1_000;

/// Seals the audit of one service. Several replicas may do it at once: the first seal of a number counts.
pub struct Sealer {
    database: Database,
    clock: Clock,
    seen: Option<Seen>,
}

/// How far the rows went at a time.
#[derive(Clone, Copy)]
struct Seen {
    position: i64,
    at: DateTime<Utc>,
}

impl Sealer {
    /// For the audit in this database.
    pub fn new(database: Database, clock: Clock) -> Self {
        Self {
            database,
            clock,
            seen: None,
        }
    }

    /// Seals each time `interval` has passed, until `stop`.
    pub async fn run(mut self, interval: Duration, stop: CancellationToken) {
        let mut away = false;
        while stop
            .run_until_cancelled(tokio::time::sleep(interval))
            .await
            .is_some()
        {
            match self.seal().await {
                Ok(_) => away = false,
                Err(error) if !away => {
                    away = true;
                    warn!(%error, "the audit cannot be sealed; it is tried again");
                }
                Err(_) => {}
            }
        }
    }

    /// Seals all rows that no transaction can come before any more. Gives how many seals it made.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn seal(&mut self) -> Result<u64, StoreError> {
        let settled = self.settled().await?;
        let mut made = 0;
        loop {
            let before = seal::newest(&self.database).await?;
            let (number, after, hash) = before.map_or((0, None, Vec::new()), |seal| {
                (seal.number, Some(seal.last_position), seal.hash)
            });
            let all = Filter::default();
            let found = entries(&self.database, &all, Order::OldestFirst, after, BATCH).await?;
            let mut sealing = Sealing::after(&hash);
            let mut last = 0;
            for row in found.iter().take_while(|row| row.position <= settled) {
                sealing.add(row);
                last = row.position;
            }
            if sealing.rows() == 0 {
                return Ok(made);
            }
            let seal = sealing.finish(number + 1, last, self.clock.now());
            if !seal::keep(&self.database, seal).await? {
                return Ok(made);
            }
            made += 1;
        }
    }

    /// The position up to which everything is committed or gone. A lower position may be committed after a
    /// higher one, so on PostgreSQL a row counts once every transaction has ended that was open when it was
    /// seen. A long one, such as a backup, holds the seals up and nothing else.
    async fn settled(&mut self) -> Result<i64, StoreError> {
        let now = self.poll().await?;
        if self.database.engine() != DbBackend::Postgres {
            return Ok(now.position);
        }
        let oldest = self.oldest_transaction().await?;
        let over = |seen: Seen| oldest.is_none_or(|began| began > seen.at);
        match self.seen.take() {
            _ if over(now) => Ok(now.position),
            Some(seen) if over(seen) => {
                self.seen = Some(now);
                Ok(seen.position)
            }
            earlier => {
                self.seen = earlier.or(Some(now));
                Ok(0)
            }
        }
    }

    async fn poll(&self) -> Result<Seen, StoreError> {
        let (time, now) = match self.database.engine() {
            DbBackend::Postgres => (", clock_timestamp() as at", None),
            _ => ("", Some(self.clock.now())),
        };
        let sql = format!("select coalesce(max(position), 0) as position{time} from audit");
        let statement = Statement::from_string(self.database.engine(), sql);
        let row = self.database.reader().query_one_raw(statement).await?;
        let row = row.ok_or_else(|| StoreError::Corrupt {
            what: "an aggregate without a row".to_owned(),
        })?;
        Ok(Seen {
            position: row.try_get("", "position")?,
            at: now.map_or_else(|| row.try_get("", "at"), Ok)?,
        })
    }

    async fn oldest_transaction(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        let sql = "select min(xact_start) as began from pg_stat_activity \
                   where datname = current_database() and backend_type = 'client backend' \
                   and pid <> pg_backend_pid()";
        let statement = Statement::from_string(self.database.engine(), sql);
        let row = self.database.reader().query_one_raw(statement).await?;
        Ok(row.map_or(Ok(None), |row| row.try_get("", "began"))?)
    }
}
