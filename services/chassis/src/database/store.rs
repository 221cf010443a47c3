//! The database of one service, with its clock and the way its events are encoded.

use std::future::Future;
use std::sync::Arc;

use prost::Message;
use sea_orm::{DatabaseTransaction, DbErr};
use tokio::sync::Notify;

use super::group_commit::{Admission, GroupCommit, Instruction, Slot, SlotOutcome};
use super::idempotency::{Answered, IdempotentCall, Memory};
use super::pending_writes::WriteOutcome;
use super::{Database, EncodedEvent, Origin, Request, StoreError, Tx};
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
        Ok(Tx::new(db, origin, &self.clock, self.encode))
    }

    /// Commits a transaction with its events and audit rows, and wakes the relay.
    ///
    /// # Errors
    /// The database refused; nothing of the transaction remains.
    pub async fn commit(&self, tx: Tx<E>) -> Result<(), StoreError> {
        self.finish(tx).await?;
        Ok(())
    }

    /// Commits, unless the request of the transaction is known.
    async fn finish(&self, tx: Tx<E>) -> Result<WriteOutcome, StoreError> {
        let written = tx.pending.write(&tx.db).await?;
        if let WriteOutcome::All { events } = written {
            tx.db.commit().await.map_err(unknown_outcome)?;
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
                outcome => return outcome,
            }
        }
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

    /// Runs a use case for an rpc, once per request id: the same id again gets the first answer
    /// again, and its work is not done again. Under load it shares a transaction with others. A caller whose roles are
    /// others than those it had then gets the first answer only if it could still do the same.
    ///
    /// # Errors
    /// What the use case refused with; [`StoreError::RequestReused`] if the id came with another body.
    pub async fn execute<U, M>(
        &self,
        origin: &Origin,
        request: &Request,
        case: &U,
        answer: impl Fn(U::Answer) -> M + Send + Sync,
    ) -> Result<M, U::Error>
    where
        U: UseCase<E>,
        M: Message + Default,
    {
        let call = IdempotentCall {
            origin: Origin {
                request_id: Some(request.id),
                ..origin.clone()
            },
            request,
            case,
            answer,
            memory: &self.memory,
        };
        let mut instructions = match self.group_commit.admit() {
            Admission::Permit(_permit) => return self.run_alone(&call).await,
            Admission::Queued(instructions) => instructions,
        };
        let mut outcome = None;
        while let Some(instruction) = instructions.recv().await {
            match instruction {
                Instruction::Work(slot) => outcome = self.run_in_slot(slot, &call).await,
                Instruction::Committed => {
                    if let Some(outcome) = outcome {
                        return outcome;
                    }
                    break;
                }
                Instruction::RunAlone(_permit) => return self.run_alone(&call).await,
                Instruction::RunClaimed => return self.run_claimed(&call).await,
                Instruction::Failed(error) => return Err(error.into()),
            }
        }
        let gone = DbErr::Custom("the writer has stopped".to_owned());
        Err(StoreError::Unavailable(gone).into())
    }

    /// Runs the use case in the transaction of a group and hands that back. What is returned is the answer once
    /// the group has committed. Of a request that was answered before nothing is kept.
    async fn run_in_slot<U, M, A>(
        &self,
        slot: Slot,
        call: &IdempotentCall<'_, U, A>,
    ) -> Option<Result<M, U::Error>>
    where
        U: UseCase<E>,
        M: Message + Default,
        A: Fn(U::Answer) -> M + Send + Sync,
    {
        let mut tx = self.tx(slot.db, call);
        let outcome = slot
            .over
            .run_until_cancelled(call.run(&mut tx, slot.with_savepoint))
            .await;
        let done = match &outcome {
            Some(Ok(Answered::Now(_))) => SlotOutcome::Completed(tx.pending),
            Some(Ok(Answered::Before(_))) => SlotOutcome::Refused,
            Some(Err(refusal)) if may_pass(refusal) => SlotOutcome::RetryAlone,
            Some(Err(_)) => SlotOutcome::Refused,
            None => SlotOutcome::RetryAlone,
        };
        // A group that is gone has told this call what to do.
        let _ = slot.back.send((tx.db, done));
        outcome.map(|outcome| outcome.map(Answered::into_message))
    }

    fn tx<U, A>(&self, db: DatabaseTransaction, call: &IdempotentCall<'_, U, A>) -> Tx<E> {
        Tx::new(db, call.origin.clone(), &self.clock, self.encode)
    }

    /// In a transaction of its own, taking the request for a new one, as nearly all are.
    async fn run_alone<U, M, A>(&self, call: &IdempotentCall<'_, U, A>) -> Result<M, U::Error>
    where
        U: UseCase<E>,
        M: Message + Default,
        A: Fn(U::Answer) -> M + Send + Sync,
    {
        let mut tx = self.begin(call.origin.clone()).await?;
        match call.run(&mut tx, false).await {
            Ok(answered) => match self.finish(tx).await {
                Ok(WriteOutcome::All { .. }) => return Ok(answered.into_message()),
                Err(error) if !error.is_contention() => return Err(error.into()),
                Ok(WriteOutcome::KnownRequest) | Err(_) => {}
            },
            Err(_) => drop(tx),
        }
        self.run_claimed(call).await
    }

    /// In a transaction of its own that claims the request first; again while it loses races.
    async fn run_claimed<U, M, A>(&self, call: &IdempotentCall<'_, U, A>) -> Result<M, U::Error>
    where
        U: UseCase<E>,
        M: Message + Default,
        A: Fn(U::Answer) -> M + Send + Sync,
    {
        let mut tries = 1;
        loop {
            let attempt = async {
                let mut tx = self.begin(call.origin.clone()).await?;
                match call.run(&mut tx, true).await? {
                    Answered::Now(message) => {
                        self.finish(tx).await?;
                        Ok(message)
                    }
                    Answered::Before(message) => Ok(message),
                }
            };
            match attempt.await {
                Err(refusal) if lost_a_race(&refusal) && tries < MAX_TRIES => tries += 1,
                outcome => return outcome,
            }
        }
    }

    /// The answer that this request got before, if it did and the caller has the same roles. For work that begins long
    /// before its transaction: asked first, it spares the work; [`execute`](Self::execute) decides in the end.
    ///
    /// # Errors
    /// [`StoreError::RequestReused`] if the id came with another body.
    pub async fn answered<M: Message + Default>(
        &self,
        origin: &Origin,
        request: &Request,
    ) -> Result<Option<M>, StoreError> {
        let before = self
            .memory
            .first_answer(self.database.reader(), origin, request)
            .await?;
        before
            .filter(|before| before.has_same_roles)
            .map(|before| before.message())
            .transpose()
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

/// A commit that was cut off may or may not have happened. The caller is told to try again; the
/// request id makes that safe.
pub(super) fn unknown_outcome(error: DbErr) -> StoreError {
    match StoreError::from(error) {
        StoreError::Database(error) => StoreError::Unavailable(error),
        other => other,
    }
}
