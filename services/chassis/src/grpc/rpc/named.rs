//! What requests select by: an id that leads nowhere is refused, since nothing found would say as much of it as of one that is there.

use ocop_identity::Caller;
use ocop_proto::request::Question;
use prost::Message;
use tonic::{Code, Request, Response, Status};
use uuid::Uuid;

use super::Rpc;
use crate::database::Named;
use crate::grpc::{RpcError, Violations};

impl<E: Send> Rpc<E> {
    /// Answers what is found by a filter and is no list of pages, such as counts: see [`get`](Self::get). What the request selects
    /// by must be there.
    ///
    /// # Errors
    /// The request is not valid, NOT_FOUND, or the work failed.
    pub async fn found<Q, K, T, M, W>(
        &self,
        request: Request<Q>,
        read: impl FnOnce(&mut Violations, Caller, Q) -> Option<K>,
        work: impl FnOnce(K) -> W,
    ) -> Result<Response<M>, Status>
    where
        Q: Question,
        W: Future<Output = Result<T, RpcError>>,
        M: Message + From<T>,
    {
        let named = self.named(request.get_ref());
        // Whoever may not ask about a thing is refused by the work, before it is told whether there is one.
        let work = |key| async move {
            let done = work(key).await?;
            self.require(&named).await?;
            Ok(done)
        };
        self.get(request, read, work).await
    }

    /// The things that a request selects by. An id without the form of one is the reader's to refuse.
    pub(super) fn named(&self, request: &impl Question) -> Vec<(&'static Named, Uuid)> {
        let ids = request.ids().into_iter();
        let named = ids.filter_map(|(field, id)| {
            let field = field.rsplit('.').next()?;
            let named = self.named.iter().find(|named| named.field == field)?;
            Some((named, Uuid::parse_str(id.trim()).ok()?))
        });
        named.collect()
    }

    /// Refuses the first of them that is not there.
    pub(super) async fn require(&self, named: &[(&'static Named, Uuid)]) -> Result<(), RpcError> {
        for (named, id) in named {
            if named.is_missing(self.store(), *id).await? {
                let message = format!("there is no {} with the id {id}", named.what);
                return Err(RpcError::new(Code::NotFound, named.unknown, message));
            }
        }
        Ok(())
    }
}
