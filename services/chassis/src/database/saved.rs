//! Aggregates as they are stored, and how their rows are written.

use std::collections::BTreeMap;
use std::future::Future;
use std::ops::{Deref, DerefMut};

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, IdenStatic, Iterable, PrimaryKeyToColumn,
    QueryFilter, Value,
};
use uuid::Uuid;

use super::StoreError;
use super::rows::MAX_BINDS;

/// An aggregate with what its row says of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Saved<A> {
    aggregate: A,
    version: u64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl<A> Saved<A> {
    /// An aggregate that has no row yet: its version is 0 and the first save inserts it.
    pub fn new(aggregate: A, now: DateTime<Utc>) -> Self {
        Self::stored(aggregate, 0, now, now)
    }

    /// An aggregate as it was read from its row.
    pub fn stored(
        aggregate: A,
        version: i64,
        created_at: DateTime<Utc>,
        updated_at: DateTime<Utc>,
    ) -> Self {
        Self {
            aggregate,
            version: version.unsigned_abs(),
            created_at,
            updated_at,
        }
    }

    /// The number of events it has recorded; callers see it as the etag.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// When it was saved for the first time.
    pub fn created_at(&self) -> DateTime<Utc> {
        self.created_at
    }

    /// When it was saved last.
    pub fn updated_at(&self) -> DateTime<Utc> {
        self.updated_at
    }

    /// The aggregate alone.
    pub fn into_inner(self) -> A {
        self.aggregate
    }

    /// Checks that it is what the caller saw.
    ///
    /// # Errors
    /// [`StoreError::Stale`] if it was changed since.
    pub fn expect_version<T: Table>(&self, seen: u64) -> Result<(), StoreError>
    where
        A: Aggregate<T>,
    {
        if self.version == seen {
            Ok(())
        } else {
            Err(stale::<A, T>(self.aggregate.id()))
        }
    }

    /// Takes the events and counts them in. Gives the version before; `None` if nothing happened.
    pub(super) fn advance<T: Table, E>(&mut self, now: DateTime<Utc>) -> Option<(u64, Vec<E>)>
    where
        A: Aggregate<T>,
        E: From<A::Event>,
    {
        let events = self.aggregate.take_events();
        let events: Vec<E> = events.into_iter().map(E::from).collect();
        if events.is_empty() {
            return None;
        }
        let before = self.version;
        self.version += events.len() as u64;
        self.updated_at = now;
        if before == 0 {
            self.created_at = now;
        }
        Some((before, events))
    }
}

impl<A> Deref for Saved<A> {
    type Target = A;

    fn deref(&self) -> &A {
        &self.aggregate
    }
}

impl<A> DerefMut for Saved<A> {
    fn deref_mut(&mut self) -> &mut A {
        &mut self.aggregate
    }
}

/// A table of a service: an entity whose rows may travel between threads.
pub trait Table: EntityTrait<ActiveModel: Send> {}

impl<T: EntityTrait<ActiveModel: Send>> Table for T {}

/// An aggregate that is stored in the table `T`, one row for each. Implemented in the storage of each
/// service: `T` is the storage's own entity, which is what lets it implement this for a type of the domain.
pub trait Aggregate<T: Table>: Sized + Send + Sync {
    /// What happens to it: an event of its area, which the event of the service wraps.
    type Event: Send;

    /// The type of the aggregate as it stands in event types, such as `product`.
    const TYPE: &'static str;

    /// Whether more follows from each of its events than that they are published, such as that a partner is notified. Then
    /// [`Tx::save`](super::Tx::save) does not compile for it: the service has one function that saves it and does the rest.
    const HAS_FOLLOW_UP: bool = false;

    /// The column that holds the version.
    const VERSION: T::Column;

    /// Its id.
    fn id(&self) -> Uuid;

    /// The aggregate of another service that it follows, so that what it records is known to be caused by that
    /// one's event; itself if it has the same id or follows none.
    fn follows(&self) -> Uuid {
        self.id()
    }

    /// Takes out the events that happened since it was loaded.
    fn take_events(&mut self) -> Vec<Self::Event>;

    /// Its row, with every column set.
    fn row(saved: &Saved<Self>) -> T::ActiveModel;

    /// Writes what else belongs to aggregates whose rows were just written: rows of other tables.
    fn write_parts(
        saved: &[&Saved<Self>],
        db: &DatabaseTransaction,
    ) -> impl Future<Output = Result<(), StoreError>> + Send {
        let _ = (saved, db);
        async { Ok(()) }
    }

    /// Inserts the row if `before` is 0, else updates the one whose version is `before`. `false` if
    /// there is none.
    fn write_row(
        saved: &Saved<Self>,
        before: u64,
        db: &DatabaseTransaction,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send {
        async move {
            let row = Self::row(saved);
            if before == 0 {
                T::insert(row).exec_without_returning(db).await?;
                return Ok(true);
            }
            let id = key::<T>()?.eq(Value::from(saved.aggregate.id()));
            let done = T::update_many()
                .set(row)
                .filter(id)
                .filter(Self::VERSION.eq(before.cast_signed()))
                .exec(db)
                .await?;
            Ok(done.rows_affected == 1)
        }
    }
}

/// Writes one aggregate whose version was `before`.
pub(super) async fn write_one<A: Aggregate<T>, T: Table>(
    saved: &Saved<A>,
    before: u64,
    db: &DatabaseTransaction,
) -> Result<(), StoreError> {
    if !A::write_row(saved, before, db).await? {
        return Err(stale::<A, T>(saved.aggregate.id()));
    }
    A::write_parts(&[saved], db).await
}

/// Writes several aggregates, each beside the version it had. Those to which as many things happened
/// share a statement: it takes a row that is there only at the version it was loaded with.
pub(super) async fn write_many<A: Aggregate<T>, T: Table>(
    changed: &[(u64, &Saved<A>)],
    db: &DatabaseTransaction,
) -> Result<(), StoreError> {
    let mut alike: BTreeMap<u64, Vec<&Saved<A>>> = BTreeMap::new();
    for (before, saved) in changed {
        alike.entry(saved.version - before).or_default().push(saved);
    }
    let (key, columns) = (key::<T>()?, T::Column::iter().count());
    for (happened, all) in alike {
        for some in all.chunks((MAX_BINDS / columns).max(1)) {
            let as_loaded = format!(
                "{table}.{version} + {happened} = excluded.{version}",
                table = T::default().table_name(),
                version = A::VERSION.as_str(),
            );
            let others = T::Column::iter().filter(|column| column.as_str() != key.as_str());
            let over_what_was_loaded = OnConflict::column(key)
                .update_columns(others)
                .action_and_where(Expr::cust(as_loaded))
                .to_owned();
            let written = T::insert_many(some.iter().map(|saved| A::row(saved)))
                .on_conflict(over_what_was_loaded)
                .exec_without_returning(db)
                .await?;
            if written != some.len() as u64 {
                return Err(stale::<A, T>(some[0].aggregate.id()));
            }
        }
    }
    let all: Vec<&Saved<A>> = changed.iter().map(|(_, saved)| *saved).collect();
    A::write_parts(&all, db).await
}

/// The column that holds the id.
pub(super) fn key<T: EntityTrait>() -> Result<T::Column, StoreError> {
    T::PrimaryKey::iter()
        .next()
        .map(PrimaryKeyToColumn::into_column)
        .ok_or_else(|| StoreError::Corrupt {
            what: format!("table {} without a key", T::default().table_name()),
        })
}

fn stale<A: Aggregate<T>, T: Table>(id: Uuid) -> StoreError {
    StoreError::Stale {
        aggregate: A::TYPE,
        id,
    }
}
