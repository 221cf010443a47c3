//! One transaction of a service: what a use case works on.
//!
//! [`Tx::save`] is the only way to change an aggregate and the only way to publish: it raises the
//! version, writes the row and keeps the aggregate's events and an audit row, which go into the
//! database with the commit. So there is no change without its events and no event without its
//! change.

use std::future::Future;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::pending_writes::PendingWrites;
use super::saved::{Aggregate, Saved, Table, write_many, write_one};
use super::{StoreError, audit};
use crate::clock::Clock;
use crate::ids::new_id;
use crate::messaging::outbox;

/// Who caused a transaction, for the audit.
#[derive(Clone, Debug)]
pub struct Origin {
    /// Subject of the token, or `consumer:<name>`, or `clock`.
    pub actor: String,
    /// The roles held, as text.
    pub roles: String,
    /// The rpc, the type of the event, or the name of the task.
    pub rpc: String,
    /// The request, where there is one.
    pub request_id: Option<Uuid>,
    /// W3C trace context; empty if there is none.
    pub traceparent: String,
}

impl Origin {
    /// A task of the service itself, such as the one that finds what has expired.
    pub fn task(name: &str) -> Self {
        Self {
            actor: "clock".to_owned(),
            roles: String::new(),
            rpc: name.to_owned(),
            request_id: None,
            traceparent: String::new(),
        }
    }

    pub(super) fn trace_id(&self) -> &str {
        self.traceparent.split('-').nth(1).unwrap_or_default()
    }
}

/// An event of a service in the form in which it travels, all but its identity.
#[derive(Clone, Debug, PartialEq)]
pub struct EncodedEvent {
    /// CloudEvents type, such as `ocop.evaluation.certificate.upgraded.v1`.
    pub event_type: String,
    /// NATS subject, such as `ocop.evaluation.v1.certificate.upgraded.51`.
    pub subject: String,
    /// The fact in canonical proto3 JSON.
    pub data: Vec<u8>,
}

/// An aggregate that can be saved. Implemented in the storage of each service, one per aggregate.
pub trait Stored: Send + Sync {
    /// What happens to it: an event of its area, which the event of the service wraps.
    type Event: Send;

    /// The type of the aggregate as it stands in event types, such as `product`.
    const TYPE: &'static str;

    /// Its id.
    fn id(&self) -> Uuid;

    /// Its version: the number of events it has recorded; 0 if it was never saved.
    fn version(&mut self) -> &mut u64;

    /// The events that happened since it was loaded.
    fn events(&mut self) -> &mut Vec<Self::Event>;

    /// Inserts it if `was` is 0, else updates the row whose version is `was`. `false` if there is none.
    fn write(
        &self,
        db: &DatabaseTransaction,
        was: u64,
        now: DateTime<Utc>,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Writes several, each beside the version it was loaded with; the id of one that somebody else
    /// changed, if there is one. One after the other, unless the storage of the service knows how to
    /// write many with few statements.
    fn write_all(
        aggregates: &[(u64, &Self)],
        db: &DatabaseTransaction,
        now: DateTime<Utc>,
    ) -> impl Future<Output = Result<Option<Uuid>, StoreError>> + Send
    where
        Self: Sized,
    {
        async move {
            for (was, aggregate) in aggregates {
                if !aggregate.write(db, *was, now).await? {
                    return Ok(Some(aggregate.id()));
                }
            }
            Ok(None)
        }
    }
}

/// Takes the events of an aggregate and raises its version by them. Gives the version it had; `None`
/// if nothing happened to it.
fn raise<A: Stored, E: From<A::Event>>(aggregate: &mut A) -> Option<(u64, Vec<E>)> {
    let events: Vec<E> = std::mem::take(aggregate.events())
        .into_iter()
        .map(E::from)
        .collect();
    if events.is_empty() {
        return None;
    }
    let was = *aggregate.version();
    *aggregate.version() = was + events.len() as u64;
    Some((was, events))
}

/// An open transaction.
#[derive(Debug)]
pub struct Tx<E> {
    pub(super) db: DatabaseTransaction,
    origin: Origin,
    now: DateTime<Utc>,
    today: NaiveDate,
    encode: fn(&E) -> EncodedEvent,
    pub(super) pending: PendingWrites,
}

impl<E: Send> Tx<E> {
    pub(super) fn new(
        db: DatabaseTransaction,
        origin: Origin,
        clock: &Clock,
        encode: fn(&E) -> EncodedEvent,
    ) -> Self {
        let now = clock.now();
        Self {
            db,
            origin,
            now,
            today: clock.date_of(now),
            encode,
            pending: PendingWrites::default(),
        }
    }

    /// The instant of the transaction.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// The date at that instant, in the time zone of the program.
    pub fn today(&self) -> NaiveDate {
        self.today
    }

    /// A new id, made at the instant of the transaction.
    pub fn new_id(&self) -> Uuid {
        new_id(self.now)
    }

    /// Who caused it.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Says who causes what is recorded from here on: the event of a batch that is being applied.
    pub fn caused_by(&mut self, origin: Origin) {
        self.origin = origin;
    }

    /// The connection, for the queries of the service's storage.
    pub fn db(&self) -> &DatabaseTransaction {
        &self.db
    }

    /// Writes an aggregate for the first time and records its events.
    ///
    /// # Errors
    /// As [`save`](Self::save).
    pub async fn create<A, T>(&mut self, aggregate: A) -> Result<Saved<A>, StoreError>
    where
        T: Table,
        A: Aggregate<T>,
        E: From<A::Event>,
    {
        let mut saved = Saved::new(aggregate, self.now);
        self.save(&mut saved).await?;
        Ok(saved)
    }

    /// Writes an aggregate and records its events. Does nothing if nothing happened to it. Afterwards
    /// it is what is stored.
    ///
    /// # Errors
    /// [`StoreError::Stale`] if somebody else changed it since it was loaded; [`StoreError::NotUnique`]
    /// if a unique constraint says no; [`StoreError::EventTooLarge`] if no broker would take what
    /// happened.
    pub async fn save<A, How>(&mut self, aggregate: &mut A) -> Result<(), StoreError>
    where
        A: Savable<E, How>,
    {
        A::save(aggregate, self).await
    }

    /// Writes several aggregates with few statements, and records the events of each in its order.
    /// Those to which nothing happened are left alone.
    ///
    /// # Errors
    /// As [`save`](Self::save), for any of them; then nothing of the transaction may be kept.
    pub async fn save_all<A, How>(&mut self, aggregates: &mut [A]) -> Result<(), StoreError>
    where
        A: Savable<E, How>,
    {
        A::save_all(aggregates, self).await
    }

    /// Keeps the events of an aggregate, and what is said of it in the audit, for the commit.
    fn record(
        &mut self,
        aggregate_type: &'static str,
        id: Uuid,
        was: u64,
        events: &[E],
    ) -> Result<(), StoreError> {
        for (version, event) in (was + 1..).zip(events) {
            let draft = (self.encode)(event);
            if draft.data.len() > outbox::MAX_BYTES {
                return Err(StoreError::EventTooLarge {
                    event_type: draft.event_type,
                    bytes: draft.data.len(),
                    most: outbox::MAX_BYTES,
                });
            }
            self.pending.events.push(outbox::Row {
                event_id: new_id(self.now),
                aggregate_type: aggregate_type.to_owned(),
                aggregate_id: id,
                version,
                event_type: draft.event_type,
                subject: draft.subject,
                recorded_at: self.now,
                traceparent: self.origin.traceparent.clone(),
                data: draft.data,
            });
        }
        self.note(aggregate_type, id, was + events.len() as u64);
        Ok(())
    }

    /// Notes in the audit that something without events of its own was recorded.
    pub fn audit(&mut self, what: &'static str, id: Uuid) {
        self.note(what, id, 1);
    }

    fn note(&mut self, aggregate_type: &'static str, aggregate_id: Uuid, version: u64) {
        let what = (aggregate_type, aggregate_id);
        let row = audit::row(&self.origin, self.now, what, version);
        self.pending.audit.push(row);
    }

    /// The events recorded so far, as they will be published.
    pub fn recorded(&self) -> &[outbox::Row] {
        &self.pending.events
    }
}

/// What [`Tx::save`] takes: `Saved<A>`, and until the services have moved the old `Stored`.
pub trait Savable<E, How>: Sized {
    /// Writes one.
    fn save(&mut self, tx: &mut Tx<E>) -> impl Future<Output = Result<(), StoreError>> + Send;
    /// Writes several.
    fn save_all(
        all: &mut [Self],
        tx: &mut Tx<E>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

impl<E, A, T> Savable<E, T> for Saved<A>
where
    E: Send + From<A::Event>,
    T: Table,
    A: Aggregate<T>,
{
    async fn save(&mut self, tx: &mut Tx<E>) -> Result<(), StoreError> {
        let Some((before, events)) = self.advance::<T, E>(tx.now) else {
            return Ok(());
        };
        write_one(self, before, &tx.db).await?;
        tx.record(A::TYPE, self.id(), before, &events)
    }

    async fn save_all(all: &mut [Self], tx: &mut Tx<E>) -> Result<(), StoreError> {
        let mut changed = Vec::with_capacity(all.len());
        for saved in all {
            if let Some((before, events)) = saved.advance::<T, E>(tx.now) {
                changed.push((before, &*saved, events));
            }
        }
        let rows: Vec<(u64, &Self)> = changed.iter().map(|(was, one, _)| (*was, *one)).collect();
        write_many(&rows, &tx.db).await?;
        for (before, saved, events) in &changed {
            tx.record(A::TYPE, saved.id(), *before, events)?;
        }
        Ok(())
    }
}

/// How the old `Stored` is saved.
#[derive(Debug)]
pub struct Old;

impl<E, A> Savable<E, Old> for A
where
    E: Send + From<A::Event>,
    A: Stored,
{
    async fn save(&mut self, tx: &mut Tx<E>) -> Result<(), StoreError> {
        let Some((was, events)) = raise(self) else {
            return Ok(());
        };
        if !self.write(&tx.db, was, tx.now).await? {
            return Err(StoreError::Stale {
                aggregate: A::TYPE,
                id: self.id(),
            });
        }
        tx.record(A::TYPE, self.id(), was, &events)
    }

    async fn save_all(all: &mut [Self], tx: &mut Tx<E>) -> Result<(), StoreError> {
        let mut changed = Vec::with_capacity(all.len());
        for aggregate in all {
            if let Some((was, events)) = raise::<A, E>(aggregate) {
                changed.push((was, &*aggregate, events));
            }
        }
        let rows: Vec<(u64, &A)> = changed.iter().map(|(was, one, _)| (*was, *one)).collect();
        if let Some(id) = A::write_all(&rows, &tx.db, tx.now).await? {
            return Err(StoreError::Stale {
                aggregate: A::TYPE,
                id,
            });
        }
        for (was, aggregate, events) in &changed {
            tx.record(A::TYPE, aggregate.id(), *was, events)?;
        }
        Ok(())
    }
}
