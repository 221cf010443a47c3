//! A call with its request id, and its work in a transaction.

use prost::Message;

use crate::database::store::UseCase;
use crate::database::{Origin, Request, StoreError, Tx};

/// A call that takes effect once, however often it comes.
pub(in crate::database) struct IdempotentCall<'a, U, A> {
    pub(in crate::database) origin: Origin,
    pub(in crate::database) request: &'a Request,
    pub(in crate::database) case: &'a U,
    pub(in crate::database) answer: A,
}

impl<U, A> IdempotentCall<'_, U, A> {
    /// Runs the use case and keeps its answer under the request id. With `claim_first` the id is inserted
    /// before the work, and a known one gets its first answer; without, it is inserted with the answer at the
    /// end of the transaction.
    pub(in crate::database) async fn run<E, M>(
        &self,
        tx: &mut Tx<E>,
        claim_first: bool,
    ) -> Result<M, U::Error>
    where
        E: Send,
        U: UseCase<E>,
        M: Message + Default,
        A: Fn(U::Answer) -> M + Send + Sync,
    {
        let (actor, rpc) = (&self.origin.actor, &self.origin.rpc);
        if !claim_first {
            let message = (self.answer)(self.case.run(tx).await?);
            let answered =
                self.request
                    .with_answer(&self.origin, tx.now(), message.encode_to_vec());
            tx.pending.requests.push(answered);
            return Ok(message);
        }
        if let Some(before) = self.request.claim(&tx.db, actor, rpc, tx.now()).await? {
            return Ok(read_answer(&before)?);
        }
        let message = (self.answer)(self.case.run(tx).await?);
        self.request
            .store_answer(&tx.db, actor, message.encode_to_vec())
            .await?;
        Ok(message)
    }
}

/// Reads a stored answer.
pub(in crate::database) fn read_answer<M: Message + Default>(
    answer: &[u8],
) -> Result<M, StoreError> {
    M::decode(answer).map_err(|_| StoreError::Corrupt {
        what: "answer to a request".to_owned(),
    })
}
