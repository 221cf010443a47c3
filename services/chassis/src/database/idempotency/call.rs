//! A call with its request id, and its work in a transaction.

use prost::Message;

use super::memory::{FirstAnswer, Memory};
use crate::database::store::{UseCase, UseCaseError, may_pass};
use crate::database::{Origin, Request, Tx};

/// A call that takes effect once, however often it comes.
pub(in crate::database) struct IdempotentCall<'a, U, A> {
    pub(in crate::database) origin: Origin,
    pub(in crate::database) request: &'a Request,
    pub(in crate::database) case: &'a U,
    pub(in crate::database) answer: A,
    pub(in crate::database) memory: &'a Memory,
}

/// When a call was answered.
#[derive(Debug)]
pub(in crate::database) enum Answered<M> {
    /// By this transaction.
    Now(M),
    /// By an earlier one. Nothing of this transaction may be kept.
    Before(M),
}

impl<M> Answered<M> {
    pub(in crate::database) fn into_message(self) -> M {
        match self {
            Self::Now(message) | Self::Before(message) => message,
        }
    }
}

impl<U, A> IdempotentCall<'_, U, A> {
    /// Runs the use case and keeps its answer under the request id. With `claim_first` the id is inserted
    /// before the work, and a known one gets its first answer; without, it is inserted with the answer at the
    /// end of the transaction.
    pub(in crate::database) async fn run<E, M>(
        &self,
        tx: &mut Tx<E>,
        claim_first: bool,
    ) -> Result<Answered<M>, U::Error>
    where
        E: Send,
        U: UseCase<E>,
        M: Message + Default,
        A: Fn(U::Answer) -> M + Send + Sync,
    {
        let (origin, request, memory) = (&self.origin, self.request, self.memory);
        if !claim_first {
            let message = (self.answer)(self.case.run(tx).await?);
            let row = memory.row(origin, request, tx.now(), &message)?;
            tx.pending.requests.push(row);
            return Ok(Answered::Now(message));
        }
        if let Some(before) = memory.claim(&tx.db, origin, request, tx.now()).await? {
            return self.again(tx, &before).await;
        }
        let message = (self.answer)(self.case.run(tx).await?);
        memory
            .store_answer(&tx.db, &origin.actor, request.id, &message)
            .await?;
        Ok(Answered::Now(message))
    }

    /// Gives the first answer again, to a caller who may still have it. One who repeats a call with the roles that it had
    /// is not asked again, because the call itself may have taken the matter out of its scope. To one with other roles the
    /// work is done a second time, only to see whether it is denied; the caller of this function undoes it.
    async fn again<E, M>(
        &self,
        tx: &mut Tx<E>,
        before: &FirstAnswer,
    ) -> Result<Answered<M>, U::Error>
    where
        E: Send,
        U: UseCase<E>,
        M: Message + Default,
    {
        if !before.has_same_roles
            && let Err(refusal) = self.case.run(tx).await
            && (refusal.is_denied() || may_pass(&refusal))
        {
            return Err(refusal);
        }
        Ok(Answered::Before(before.message()?))
    }
}
