//! A call with its request id, and its work in a transaction.

use prost::Message;

use crate::database::store::UseCase;
use crate::database::{Origin, Request, StoreError, Tx};

/// A call that is to be done once.
pub(in crate::database) struct IdempotentCall<'a, U, A> {
    pub(in crate::database) origin: Origin,
    pub(in crate::database) request: &'a Request,
    pub(in crate::database) case: &'a U,
    pub(in crate::database) answer: A,
}

impl<U, A> IdempotentCall<'_, U, A> {
    /// Does the work in a transaction and remembers it: `claim_first` claims the request first and gives
    /// the first answer if it is known, otherwise the memory is left to the end of the transaction.
    pub(in crate::database) async fn work<E, M>(
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
            .answered(&tx.db, actor, message.encode_to_vec())
            .await?;
        Ok(message)
    }
}

/// An answer as it was answered.
pub(in crate::database) fn read_answer<M: Message + Default>(
    answer: &[u8],
) -> Result<M, StoreError> {
    M::decode(answer).map_err(|_| StoreError::Corrupt {
        what: "answer to a request".to_owned(),
    })
}
