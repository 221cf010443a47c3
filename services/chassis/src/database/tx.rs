//! One transaction of a service: what a use case works on.
//!
//! [`Tx::save`] is the only way to change an aggregate and the only way to publish: it raises the
//! version, writes the row and keeps the aggregate's events and an audit row, which go into the
//! database with the commit. So there is no change without its events and no event without its
//! change.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use ocop_identity::UnitsOfDay;
use ocop_places::Known;
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

/// An open transaction.
#[derive(Debug)]
pub struct Tx<E> {
    pub(super) db: DatabaseTransaction,
    origin: Origin,
    causes: HashMap<Uuid, Origin>,
    reason: String,
    now: DateTime<Utc>,
    today: NaiveDate,
    pub(super) known: Known,
    encode: fn(&E) -> EncodedEvent,
    pub(super) pending: PendingWrites,
}

impl<E: Send> Tx<E> {
    pub(super) fn new(
        db: DatabaseTransaction,
        origin: Origin,
        clock: &Clock,
        known: Known,
        encode: fn(&E) -> EncodedEvent,
    ) -> Self {
        let now = clock.now();
        Self {
            db,
            origin,
            causes: HashMap::new(),
            reason: String::new(),
            now,
            today: clock.date_of(now),
            known,
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

    /// The administrative units of that date.
    pub fn units(&self) -> UnitsOfDay {
        UnitsOfDay::new(Arc::clone(&self.known.places), self.today)
    }

    /// A new id, made at the instant of the transaction.
    pub fn new_id(&self) -> Uuid {
        new_id(self.now)
    }

    /// Who caused it.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Says who causes what is saved from here on, by what an aggregate
    /// [follows](super::Aggregate::follows): the events of a batch that are being applied. What follows none of
    /// them is caused by the origin of the transaction.
    pub fn caused_by(&mut self, causes: HashMap<Uuid, Origin>) {
        self.causes = causes;
    }

    /// Says why what is saved from here on changes; it is kept in the audit.
    pub fn because(&mut self, reason: impl Into<String>) {
        self.reason = reason.into();
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
    pub async fn save<A, T>(&mut self, saved: &mut Saved<A>) -> Result<(), StoreError>
    where
        T: Table,
        A: Aggregate<T>,
        E: From<A::Event>,
    {
        const {
            assert!(
                !A::HAS_FOLLOW_UP,
                "more follows from its events: save it with the function of its service"
            );
        }
        let Some((before, events)) = saved.advance::<T, E>(self.now) else {
            return Ok(());
        };
        write_one(saved, before, &self.db).await?;
        self.record(saved, before, &events)
    }

    /// Writes several aggregates with few statements, and records the events of each in its order.
    /// Those to which nothing happened are left alone.
    ///
    /// # Errors
    /// As [`save`](Self::save), for any of them; then nothing of the transaction may be kept.
    pub async fn save_all<A, T>(&mut self, all: &mut [Saved<A>]) -> Result<(), StoreError>
    where
        T: Table,
        A: Aggregate<T>,
        E: From<A::Event>,
    {
        const {
            assert!(
                !A::HAS_FOLLOW_UP,
                "more follows from its events: save it with the function of its service"
            );
        }
        self.save_before_follow_up(all).await
    }

    /// The same for aggregates from whose events [more follows](Aggregate::HAS_FOLLOW_UP): for the one function that does the rest, and
    /// nowhere else.
    ///
    /// # Errors
    /// As [`save_all`](Self::save_all).
    pub async fn save_before_follow_up<A, T>(
        &mut self,
        all: &mut [Saved<A>],
    ) -> Result<(), StoreError>
    where
        T: Table,
        A: Aggregate<T>,
        E: From<A::Event>,
    {
        let mut changed = Vec::with_capacity(all.len());
        for saved in all {
            if let Some((before, events)) = saved.advance::<T, E>(self.now) {
                changed.push((before, &*saved, events));
            }
        }
        let rows: Vec<(u64, &Saved<A>)> = changed
            .iter()
            .map(|(before, saved, _)| (*before, *saved))
            .collect();
        write_many(&rows, &self.db).await?;
        for (before, saved, events) in &changed {
            self.record(saved, *before, events)?;
        }
        Ok(())
    }

    /// Keeps the events of an aggregate, and its row of the audit, for the commit.
    fn record<A, T>(
        &mut self,
        saved: &Saved<A>,
        before: u64,
        events: &[E],
    ) -> Result<(), StoreError>
    where
        T: Table,
        A: Aggregate<T>,
    {
        let origin = self.causes.get(&saved.follows()).unwrap_or(&self.origin);
        for (version, event) in (before + 1..).zip(events) {
            let encoded = (self.encode)(event);
            if encoded.data.len() > outbox::MAX_BYTES {
                return Err(StoreError::EventTooLarge {
                    event_type: encoded.event_type,
                    bytes: encoded.data.len(),
                    most: outbox::MAX_BYTES,
                });
            }
            self.pending.events.push(outbox::Row {
                event_id: new_id(self.now),
                aggregate_type: A::TYPE.to_owned(),
                aggregate_id: saved.id(),
                version,
                event_type: encoded.event_type,
                subject: encoded.subject,
                recorded_at: self.now,
                traceparent: origin.traceparent.clone(),
                data: encoded.data,
            });
        }
        let what = (A::TYPE, saved.id());
        let recorded = self.pending.events.last();
        let place = recorded.map_or("", |event| audit::place_in(&event.subject));
        let (version, reason) = (saved.version(), &self.reason);
        let row = audit::row(origin, self.now, what, version, reason, place);
        self.pending.audit.push(row);
        Ok(())
    }

    /// Notes in the audit that something without events of its own was recorded.
    pub fn audit(&mut self, what: &'static str, id: Uuid) {
        let row = audit::row(&self.origin, self.now, (what, id), 1, &self.reason, "");
        self.pending.audit.push(row);
    }

    /// The events recorded so far, as they will be published.
    pub fn recorded(&self) -> &[outbox::Row] {
        &self.pending.events
    }
}
