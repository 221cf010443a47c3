//! What a consumer remembers: which events took effect, and how far each aggregate has come.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, Statement, Value};
use uuid::Uuid;

use crate::database::{MAX_BINDS, StoreError, Tx, insert_rows, one_of};
use crate::messaging::Event;

/// An aggregate of another service.
pub(super) type Key = (String, Uuid);

/// What is to be done with an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    /// It is the next one: apply it.
    Apply,
    /// It took effect before: drop it.
    Drop,
    /// One before it is missing: park it.
    Park,
}

/// The head of an aggregate is the version of its event that took effect last. Heads outlive the inbox rows,
/// which are deleted after a while: with them an event that comes again years later is still known as old, and
/// a gap is seen at once.
#[derive(Debug, Default)]
pub(super) struct Heads {
    stored: HashMap<Key, u64>,
    /// Those that the events of this batch move on.
    advanced: HashMap<Key, u64>,
}

impl Heads {
    /// The version of an aggregate that took effect last; 0 if none did.
    pub(super) fn head(&self, event: &Event) -> u64 {
        let key = key(event);
        let head = self.advanced.get(&key).or_else(|| self.stored.get(&key));
        head.copied().unwrap_or_default()
    }

    pub(super) fn decide(&self, event: &Event) -> Decision {
        let head = self.head(event);
        if event.version <= head {
            Decision::Drop
        } else if event.version == head + 1 || event.snapshot {
            Decision::Apply
        } else {
            Decision::Park
        }
    }

    /// Moves an aggregate on to an event that is to be applied.
    pub(super) fn advance(&mut self, event: &Event) {
        self.advanced.insert(key(event), event.version);
    }
}

/// The aggregate of an event.
pub(super) fn key(event: &Event) -> Key {
    (event.aggregate_type.clone(), event.aggregate_id)
}

/// Takes the consumer's lock: batches of one consumer are applied one after the other, whatever
/// replica pulled them, so that two replicas cannot both park an event that waits for one in the hands of the other. SQLite has one
/// writer anyway.
///
/// It also has the statements of this transaction planned for their values: a plan made once for all sizes, as calls use
/// ([`generic_plans`](crate::database::Settings::generic_plans)), may date from when the tables were empty, and halved the
/// events applied a second.
pub(super) async fn lock(db: &DatabaseTransaction, consumer: &str) -> Result<(), StoreError> {
    if db.get_database_backend() == DbBackend::Postgres {
        db.execute_raw(Statement::from_sql_and_values(
            DbBackend::Postgres,
            "select pg_advisory_xact_lock(hashtextextended($1, 0)), set_config('plan_cache_mode', 'auto', true)",
            [consumer.into()],
        ))
        .await?;
    }
    Ok(())
}

/// Reads the heads of the aggregates with these ids.
pub(super) async fn heads(
    db: &impl ConnectionTrait,
    consumer: &str,
    ids: &[Uuid],
) -> Result<Heads, StoreError> {
    let mut heads = Heads::default();
    for chunk in ids.chunks(MAX_BINDS) {
        let ids: Vec<Value> = chunk.iter().map(|id| (*id).into()).collect();
        let (among, mut values) = one_of(db.get_database_backend(), "aggregate_id", ids);
        values.push(consumer.into());
        let sql = format!(
            "select aggregate_type, aggregate_id, version from heads where {among} and consumer = ${}",
            values.len()
        );
        let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
        for row in db.query_all_raw(statement).await? {
            let key = (
                row.try_get("", "aggregate_type")?,
                row.try_get("", "aggregate_id")?,
            );
            heads
                .stored
                .insert(key, row.try_get::<i64>("", "version")?.unsigned_abs());
        }
    }
    Ok(heads)
}

/// Records that `events` took effect, in the transaction of the effect.
pub(super) async fn record<E: Send>(
    tx: &Tx<E>,
    consumer: &str,
    events: &[&Event],
) -> Result<(), StoreError> {
    let (db, now) = (tx.db(), tx.now());
    let mut inbox: Vec<Value> = Vec::with_capacity(events.len() * 6);
    let mut latest: HashMap<Key, u64> = HashMap::new();
    for event in events {
        inbox.extend([
            consumer.into(),
            event.id.into(),
            event.aggregate_type.as_str().into(),
            event.aggregate_id.into(),
            version(event.version),
            now.into(),
        ]);
        let head = latest.entry(key(event)).or_default();
        *head = event.version.max(*head);
    }
    insert_rows(
        db,
        "insert into inbox (consumer, event_id, aggregate_type, aggregate_id, version, applied_at)",
        6,
        inbox,
        // A snapshot that begins a history has the id of an event that may have taken effect before.
        "on conflict (consumer, event_id) do nothing",
    )
    .await?;
    let mut heads: Vec<Value> = Vec::with_capacity(latest.len() * 4);
    for ((aggregate_type, aggregate_id), head) in latest {
        heads.extend([
            consumer.into(),
            aggregate_type.into(),
            aggregate_id.into(),
            version(head),
        ]);
    }
    insert_rows(
        db,
        "insert into heads (consumer, aggregate_type, aggregate_id, version)",
        4,
        heads,
        "on conflict (consumer, aggregate_type, aggregate_id) do update set version = excluded.version",
    )
    .await?;
    Ok(())
}

pub(super) fn version(version: u64) -> Value {
    i64::try_from(version).unwrap_or(i64::MAX).into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn event(version: u64) -> Event {
        Event {
            id: Uuid::from_u128(u128::from(version)),
            kind: "ocop.catalog.product.updated.v1".to_owned(),
            aggregate_type: "product".to_owned(),
            aggregate_id: Uuid::nil(),
            version,
            time: "2026-07-14T08:00:00Z".parse().unwrap(),
            snapshot: false,
            traceparent: String::new(),
            subject: String::new(),
            data: Vec::new(),
        }
    }

    proptest! {
        #[test]
        fn whatever_the_order_of_arrival_what_is_applied_has_no_gap(arrivals in prop::collection::vec(1_u64..8, 0..40)) {
            let mut heads = Heads::default();
            let mut applied = Vec::new();
            for version in arrivals {
                if heads.decide(&event(version)) == Decision::Apply {
                    heads.advance(&event(version));
                    applied.push(version);
                }
            }
            let whole: Vec<u64> = (1..=applied.len() as u64).collect();
            prop_assert_eq!(applied, whole);
        }
    }

    #[test]
    fn an_event_seen_before_is_dropped_and_an_early_one_is_parked() {
        let mut heads = Heads::default();
        assert_eq!(heads.decide(&event(1)), Decision::Apply);
        heads.advance(&event(1));
        assert_eq!(heads.decide(&event(1)), Decision::Drop);
        assert_eq!(heads.decide(&event(3)), Decision::Park);
        assert_eq!(heads.decide(&event(2)), Decision::Apply);
        heads.advance(&event(2));
        assert_eq!(heads.decide(&event(3)), Decision::Apply);
    }

    #[test]
    fn a_snapshot_is_applied_after_a_gap_and_not_over_what_is_newer() {
        let snapshot = |version| Event {
            snapshot: true,
            ..event(version)
        };
        let mut heads = Heads::default();
        assert_eq!(heads.decide(&snapshot(4)), Decision::Apply);
        heads.advance(&snapshot(4));
        assert_eq!(heads.decide(&snapshot(4)), Decision::Drop);
        assert_eq!(heads.decide(&snapshot(3)), Decision::Drop);
        assert_eq!(heads.decide(&event(3)), Decision::Drop);
        assert_eq!(heads.decide(&event(5)), Decision::Apply);
    }
}
