//! The database of one service, with its clock and the way its events are encoded.

mod calls;

use std::future::Future;
use std::sync::Arc;

use ocop_identity::UnitsOfDay;
use ocop_places::Register;
use sea_orm::DbErr;
use tokio::sync::Notify;

use super::group_commit::GroupCommit;
use super::idempotency::Memory;
use super::pending_writes::WriteOutcome;
use super::{Database, EncodedEvent, Origin, StoreError, Tx};
use crate::clock::Clock;
use crate::sealing::Keyring;

/// How often a transaction that lost a race for a lock is tried in all.
const MAX_TRIES: u32 = 5;

/// Something the service can do: one file of `application/`. It is run inside one transaction and
/// must be able to run again from the start if that transaction loses a race.
pub trait UseCase<E>: Send + Sync {
    /// What it gives back.
    type Answer: Send;
    /// How the service refuses.
    type Error: UseCaseError;

    /// Whether it may write so many rows that it takes a transaction of its own at once: in a group it would hold up the
    /// others, and be thrown out.
    const MANY_ROWS: bool = false;

    /// Does it.
    fn run(&self, tx: &mut Tx<E>)
    -> impl Future<Output = Result<Self::Answer, Self::Error>> + Send;
}

/// How a service says no: its one error enum.
pub trait UseCaseError: From<StoreError> + Send {
    /// The failure of the store behind it, if that is what it is.
    fn store_error(&self) -> Option<&StoreError>;

    /// Whether it is because the caller may not do this there.
    fn is_denied(&self) -> bool;
}

/// A use case that has nothing to refuse.
impl UseCaseError for StoreError {
    fn store_error(&self) -> Option<&StoreError> {
        Some(self)
    }

    fn is_denied(&self) -> bool {
        false
    }
}

/// The store of a service whose events are `E`.
#[derive(Debug)]
pub struct Store<E> {
    database: Database,
    clock: Clock,
    places: Register,
    encode: fn(&E) -> EncodedEvent,
    keyring: Keyring,
    memory: Memory,
    events_recorded: Arc<Notify>,
    group_commit: Arc<GroupCommit>,
}

impl<E> Clone for Store<E> {
    fn clone(&self) -> Self {
        Self {
            database: self.database.clone(),
            clock: self.clock.clone(),
            places: self.places.clone(),
            encode: self.encode,
            keyring: self.keyring.clone(),
            memory: self.memory.clone(),
            events_recorded: Arc::clone(&self.events_recorded),
            group_commit: Arc::clone(&self.group_commit),
        }
    }
}

impl<E: Send> Store<E> {
    /// `encode` turns an event of the domain into the form in which it travels; the transport of the
    /// service has it, because only the transport knows the contract. `keyring` seals the answers that are
    /// remembered, and whatever else the service keeps secret.
    pub fn new(
        database: Database,
        clock: Clock,
        encode: fn(&E) -> EncodedEvent,
        keyring: Keyring,
    ) -> Self {
        let events_recorded = Arc::new(Notify::new());
        Self {
            group_commit: Arc::new(GroupCommit::new(
                database.clone(),
                Arc::clone(&events_recorded),
            )),
            database,
            clock,
            places: Register::new(),
            encode,
            memory: Memory::new(&keyring),
            keyring,
            events_recorded,
        }
    }

    /// The database, for reading.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The administrative units that the service knows.
    pub fn places(&self) -> &Register {
        &self.places
    }

    /// The administrative units of today.
    pub fn units(&self) -> UnitsOfDay {
        UnitsOfDay::new(self.places.places(), self.clock.today())
    }

    /// The keys that seal secrets.
    pub fn keyring(&self) -> &Keyring {
        &self.keyring
    }

    /// Notified after every commit that recorded events: the relay waits here.
    pub fn events_recorded(&self) -> Arc<Notify> {
        Arc::clone(&self.events_recorded)
    }

    /// Begins a transaction.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn begin(&self, origin: Origin) -> Result<Tx<E>, StoreError> {
        // A transaction that cannot even begin has met a database that is not there.
        let db = self.database.begin().await.map_err(unknown_outcome)?;
        Ok(Tx::new(
            db,
            origin,
            &self.clock,
            self.places.known(),
            self.encode,
        ))
    }

    /// Commits a transaction with its events and audit rows, and wakes the relay.
    ///
    /// # Errors
    /// The database refused; nothing of the transaction remains.
    pub async fn commit(&self, tx: Tx<E>) -> Result<(), StoreError> {
        let finished = self.finish(tx).await;
        self.database.not_committed(finished.as_ref().err());
        finished.map(drop)
    }

    /// Commits, unless the request of the transaction is known.
    async fn finish(&self, tx: Tx<E>) -> Result<WriteOutcome, StoreError> {
        let written = tx.pending.write(&tx.db).await?;
        if let WriteOutcome::All { events } = written {
            tx.db.commit().await.map_err(unknown_outcome)?;
            self.database.committed();
            if events {
                self.events_recorded.notify_one();
            }
        }
        Ok(written)
    }

    /// Runs a use case that nobody asked for by rpc: a task of the service.
    ///
    /// # Errors
    /// What the use case refused with.
    pub async fn run<U: UseCase<E>>(
        &self,
        origin: &Origin,
        case: &U,
    ) -> Result<U::Answer, U::Error> {
        let mut tries = 1;
        loop {
            match self.attempt(origin, case).await {
                Err(refusal) if lost_a_race(&refusal) && tries < MAX_TRIES => tries += 1,
                outcome => return self.noting_room(outcome),
            }
        }
    }

    /// Passes on what came of a use case, and notes whether it failed for want of room.
    fn noting_room<T, R: UseCaseError>(&self, outcome: Result<T, R>) -> Result<T, R> {
        self.database
            .not_committed(outcome.as_ref().err().and_then(R::store_error));
        outcome
    }

    async fn attempt<U: UseCase<E>>(
        &self,
        origin: &Origin,
        case: &U,
    ) -> Result<U::Answer, U::Error> {
        let mut tx = self.begin(origin.clone()).await?;
        let answer = case.run(&mut tx).await?;
        self.commit(tx).await?;
        Ok(answer)
    }
}

/// Whether the whole transaction may be tried again at once.
fn lost_a_race(refusal: &impl UseCaseError) -> bool {
    refusal.store_error().is_some_and(StoreError::is_contention)
}

/// Whether the use case may do better in a transaction of its own.
pub(super) fn may_pass(refusal: &impl UseCaseError) -> bool {
    refusal
        .store_error()
        .is_some_and(|error| error.is_contention() || matches!(error, StoreError::Unavailable(_)))
}

/// A commit that was cut off may or may not have happened. The error asks the caller to try again; the
/// request id makes that safe.
pub(super) fn unknown_outcome(error: DbErr) -> StoreError {
    match StoreError::from(error) {
        StoreError::Database(error) => StoreError::Unavailable(error),
        other => other,
    }
}
