//! The sequences of events after the database of a service was restored to an earlier time.
//!
//! The service then gives versions again that it had given to changes which are lost, and whoever applied those would
//! take the new events for old ones and drop them. So every restore begins a history of its own: a number is added to the
//! versions, greater than all sequences before it, and the state of every aggregate is published again. Consumers need to
//! know nothing of this: for them the sequence goes on, and a [snapshot](super::replay) takes effect whatever came before.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, Statement, Value};
use uuid::Uuid;

use super::replay::{self, Selection};
use super::{Event, outbox};
use crate::database::Database;

/// What is added to the versions of aggregates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct History(u64);

impl History {
    /// The history that the database is in.
    pub(crate) async fn of(db: &impl ConnectionTrait) -> Result<Self, DbErr> {
        let sql = "select max(sequence_offset) as sequence_offset from history";
        let statement = Statement::from_string(db.get_database_backend(), sql);
        let offset = match db.query_one_raw(statement).await? {
            Some(row) => row.try_get::<Option<i64>>("", "sequence_offset")?,
            None => None,
        };
        Ok(Self(offset.unwrap_or_default().unsigned_abs()))
    }

    /// The sequence of the event that made an aggregate this version.
    pub(crate) fn sequence(self, version: u64) -> u64 {
        self.0 + version
    }

    /// The event of an outbox row, as it is published. The first event of an aggregate is all of its state; in a later
    /// history it is a snapshot, since consumers may know an aggregate of that id whose changes are lost.
    pub(crate) fn event(self, row: outbox::Row) -> Event {
        let mut event = Event::from(row);
        event.snapshot = self != Self::default() && event.version == 1;
        event.version = self.sequence(event.version);
        event
    }
}

/// Begins a history and publishes the state of every aggregate, after the database was restored and before the service
/// serves again. Returns how many states. Done twice, it does no harm.
///
/// # Errors
/// The database or the broker failed. It is then to be done again.
pub async fn begin(
    database: &Database,
    client: &async_nats::Client,
    now: DateTime<Utc>,
    marker: Uuid,
) -> anyhow::Result<u64> {
    // No aggregate changes more than once in a millisecond for as long as the service exists.
    let offset: Value = now.timestamp_millis().into();
    let sql = "insert into history (sequence_offset) values ($1)";
    let insert = Statement::from_sql_and_values(database.engine(), sql, [offset]);
    database.writer().execute_raw(insert).await?;
    let states = Selection {
        snapshots: true,
        ..Selection::default()
    };
    replay::replay(database, client, &states, marker).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(version: u64) -> outbox::Row {
        outbox::Row {
            event_id: Uuid::from_u128(version.into()),
            aggregate_type: "product".to_owned(),
            aggregate_id: Uuid::nil(),
            version,
            event_type: "ocop.catalog.product.updated.v1".to_owned(),
            subject: "ocop.catalog.v1.product.updated.51".to_owned(),
            recorded_at: "2026-07-14T08:00:00Z".parse().unwrap(),
            traceparent: String::new(),
            data: Vec::new(),
        }
    }

    #[test]
    fn a_sequence_is_the_version_until_a_history_begins_and_greater_than_all_before_from_then_on() {
        let published = |history: History, version| {
            let event = history.event(row(version));
            (event.version, event.snapshot)
        };
        assert_eq!(published(History::default(), 1), (1, false));
        assert_eq!(published(History::default(), 2), (2, false));
        assert_eq!(published(History(1_000), 1), (1_001, true));
        assert_eq!(published(History(1_000), 2), (1_002, false));
    }
}
