//! The database of one service, with its clock and the way its events are encoded.

use std::future::Future;
use std::sync::Arc;

use prost::Message;
use sea_orm::DbErr;
use tokio::sync::Notify;

use super::{Database, Draft, Origin, Request, StoreError, Tx};
use crate::clock::Clock;

/// How often a transaction that lost a race for a lock is tried in all.
const TRIES: u32 = 5;

/// Something the service can do: one file of `application/`. It is run inside one transaction and
/// must be able to run again from the start if that transaction loses a race.
pub trait UseCase<E>: Send + Sync {
    /// What it gives back.
    type Answer: Send;
    /// How the service refuses.
    type Refusal: Refusal;

    /// Does it.
    fn run(
        &self,
        tx: &mut Tx<E>,
    ) -> impl Future<Output = Result<Self::Answer, Self::Refusal>> + Send;
}

/// How a service says no: its one error enum.
pub trait Refusal: From<StoreError> + Send {
    /// The failure of the store behind it, if that is what it is.
    fn store_error(&self) -> Option<&StoreError>;
}

/// The store of a service whose events are `E`.
#[derive(Debug)]
pub struct Store<E> {
    database: Database,
    clock: Clock,
    encode: fn(&E) -> Draft,
    recorded: Arc<Notify>,
}

impl<E> Clone for Store<E> {
    fn clone(&self) -> Self {
        Self {
            database: self.database.clone(),
            clock: self.clock.clone(),
            encode: self.encode,
            recorded: Arc::clone(&self.recorded),
        }
    }
}

impl<E: Send> Store<E> {
    /// `encode` turns an event of the domain into the form in which it travels; the transport of the
    /// service has it, because only the transport knows the contract.
    pub fn new(database: Database, clock: Clock, encode: fn(&E) -> Draft) -> Self {
        Self {
            database,
            clock,
            encode,
            recorded: Arc::new(Notify::new()),
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

    /// Notified after every commit that recorded events: the relay waits here.
    pub fn recorded(&self) -> Arc<Notify> {
        Arc::clone(&self.recorded)
    }

    /// Begins a transaction.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn begin(&self, origin: Origin) -> Result<Tx<E>, StoreError> {
        // A transaction that cannot even begin has met a database that is not there.
        let db = self
            .database
            .begin()
            .await
            .map_err(|error| match StoreError::from(error) {
                StoreError::Database(error) => StoreError::Unavailable(error),
                other => other,
            })?;
        Ok(Tx::new(db, origin, self.clock.now(), self.encode))
    }

    /// Commits a transaction with its events and audit rows, and wakes the relay.
    ///
    /// # Errors
    /// The database refused; nothing of the transaction remains.
    pub async fn commit(&self, mut tx: Tx<E>) -> Result<(), StoreError> {
        let recorded = tx.flush().await?;
        tx.db.commit().await.map_err(unknown_outcome)?;
        if recorded {
            self.recorded.notify_one();
        }
        Ok(())
    }

    /// Runs a use case that nobody asked for by rpc: a task of the service.
    ///
    /// # Errors
    /// What the use case refused with.
    pub async fn run<U: UseCase<E>>(
        &self,
        origin: &Origin,
        case: &U,
    ) -> Result<U::Answer, U::Refusal> {
        let mut tries = 1;
        loop {
            match self.attempt(origin, case).await {
                Err(refusal) if lost_a_race(&refusal) && tries < TRIES => tries += 1,
                outcome => return outcome,
            }
        }
    }

    async fn attempt<U: UseCase<E>>(
        &self,
        origin: &Origin,
        case: &U,
    ) -> Result<U::Answer, U::Refusal> {
        let mut tx = self.begin(origin.clone()).await?;
        let answer = case.run(&mut tx).await?;
        self.commit(tx).await?;
        Ok(answer)
    }

    /// Runs a use case for an rpc, once per request id: the same id again gets the first answer
    /// again, and its work is not done again.
    ///
    /// # Errors
    /// What the use case refused with; [`StoreError::RequestReused`] if the id came with another body.
    pub async fn execute<U, M>(
        &self,
        origin: &Origin,
        request: &Request,
        case: &U,
        answer: impl Fn(U::Answer) -> M + Send + Sync,
    ) -> Result<M, U::Refusal>
    where
        U: UseCase<E>,
        M: Message + Default,
    {
        let mut tries = 1;
        loop {
            match self.attempt_once(origin, request, case, &answer).await {
                Err(refusal) if lost_a_race(&refusal) && tries < TRIES => tries += 1,
                outcome => return outcome,
            }
        }
    }

    /// The answer that this request got before, if it did. For work that begins long before its transaction: asked first, it
    /// spares the work; [`execute`](Self::execute) decides in the end.
    ///
    /// # Errors
    /// [`StoreError::RequestReused`] if the id came with another body.
    pub async fn answered<M: Message + Default>(
        &self,
        origin: &Origin,
        request: &Request,
    ) -> Result<Option<M>, StoreError> {
        let before = request
            .answered_before(self.database.reader(), &origin.actor, &origin.rpc)
            .await?;
        before.map(|answer| read_answer(&answer)).transpose()
    }

    async fn attempt_once<U, M>(
        &self,
        origin: &Origin,
        request: &Request,
        case: &U,
        answer: &(impl Fn(U::Answer) -> M + Send + Sync),
    ) -> Result<M, U::Refusal>
    where
        U: UseCase<E>,
        M: Message + Default,
    {
        let origin = Origin {
            request_id: Some(request.id),
            ..origin.clone()
        };
        let mut tx = self.begin(origin.clone()).await?;
        if let Some(before) = request
            .claim(&tx.db, &origin.actor, &origin.rpc, tx.now())
            .await?
        {
            return Ok(read_answer(&before)?);
        }
        let message = answer(case.run(&mut tx).await?);
        request
            .answered(&tx.db, &origin.actor, message.encode_to_vec())
            .await?;
        self.commit(tx).await?;
        Ok(message)
    }
}

fn read_answer<M: Message + Default>(answer: &[u8]) -> Result<M, StoreError> {
    M::decode(answer).map_err(|_| StoreError::Corrupt {
        what: "answer to a request".to_owned(),
    })
}

/// Whether the whole transaction may be tried again at once.
fn lost_a_race(refusal: &impl Refusal) -> bool {
    refusal.store_error().is_some_and(StoreError::is_contention)
}

/// A commit that was cut off may or may not have happened. The caller is told to try again; the
/// request id makes that safe.
fn unknown_outcome(error: DbErr) -> StoreError {
    match StoreError::from(error) {
        StoreError::Database(error) => StoreError::Unavailable(error),
        other => other,
    }
}
