//! The changes that callers ask for, each done once per request id: alone, or in the transaction of a group.

use prost::Message;
use sea_orm::{DatabaseTransaction, DbErr};

use super::{MAX_TRIES, Store, UseCase, lost_a_race, may_pass};
use crate::database::group_commit::{Admission, Instruction, Slot, SlotOutcome};
use crate::database::idempotency::{Answered, IdempotentCall};
use crate::database::pending_writes::WriteOutcome;
use crate::database::{Origin, Request, StoreError, Tx};

impl<E: Send> Store<E> {
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
        self.noting_room(self.run_call(&call).await)
    }

    /// Alone or in a group.
    async fn run_call<U, M, A>(&self, call: &IdempotentCall<'_, U, A>) -> Result<M, U::Error>
    where
        U: UseCase<E>,
        M: Message + Default,
        A: Fn(U::Answer) -> M + Send + Sync,
    {
        if U::MANY_ROWS {
            return self.run_alone(call).await;
        }
        let mut instructions = match self.group_commit.admit() {
            Admission::Permit(_permit) => return self.run_alone(call).await,
            Admission::Queued(instructions) => instructions,
        };
        let mut outcome = None;
        while let Some(instruction) = instructions.recv().await {
            match instruction {
                Instruction::Work(slot) => outcome = self.run_in_slot(slot, call).await,
                Instruction::Committed => {
                    if let Some(outcome) = outcome {
                        return outcome;
                    }
                    break;
                }
                Instruction::RunAlone(_permit) => return self.run_alone(call).await,
                Instruction::RunClaimed => return self.run_claimed(call).await,
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
        // If the group is gone, its last instruction to this call stands.
        let _ = slot.back.send((tx.db, done));
        outcome.map(|outcome| outcome.map(Answered::into_message))
    }

    fn tx<U, A>(&self, db: DatabaseTransaction, call: &IdempotentCall<'_, U, A>) -> Tx<E> {
        Tx::new(
            db,
            call.origin.clone(),
            &self.clock,
            self.places.known(),
            self.encode,
        )
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
