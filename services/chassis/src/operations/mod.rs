//! What an operator may see and repair in the events of a service: dead letters, replay, and
//! the versions recorded and applied, by which two services are compared.

mod audit;
mod dead_letters;
mod heads;
mod replaying;

use ocop_identity::Caller;
use ocop_proto::operations::v1 as proto;
use ocop_proto::operations::v1::operations_service_server::{
    OperationsService, OperationsServiceServer,
};
use ocop_proto::request::Idempotent;
use prost::Message;
use tonic::{Code, Request, Response, Status};
use tracing::error;
use uuid::Uuid;

use crate::database::{Store, StoreError, Tx, UseCase};
use crate::grpc::{Call, Change, Rpc, RpcError, Violations};
use crate::messaging::dead_letters::DeadLetters;
use crate::messaging::replay::{Selection, replay};
use crate::paging::Page;
use heads::Side;

pub use audit::{entry_of, seal_of};

const DOMAIN: &str = "operations.ocop";

/// The operators' service of one service, whose events are `E`.
pub struct Service<E> {
    rpc: Rpc<E>,
    client: async_nats::Client,
    letters: DeadLetters,
}

impl<E: Send + Sync + 'static> Service<E> {
    /// For the service whose store this is and whose consumers' dead letters these are.
    pub fn new(store: &Store<E>, client: async_nats::Client, letters: DeadLetters) -> Self {
        Self {
            rpc: Rpc::new(store.clone(), DOMAIN, &[]),
            client,
            letters,
        }
    }

    /// The service, ready to be added to a [`GrpcServer`](crate::grpc::GrpcServer) whose messages have at most `limit` bytes.
    pub fn server(self, limit: usize) -> OperationsServiceServer<Self> {
        crate::offered!(OperationsServiceServer::new(self), limit)
    }
}

/// The database or NATS failed. The cause is logged here.
fn failed(cause: anyhow::Error) -> RpcError {
    match cause.downcast::<StoreError>() {
        Ok(store) => store.into(),
        Err(nats) => {
            error!(error = ?nats, "an operator's call failed");
            let message = "NATS cannot be reached; try again";
            RpcError::new(Code::Unavailable, "TRY_AGAIN", message)
        }
    }
}

/// Keeps what an operator's call was answered, with a row of the audit. The work itself is done before: it takes
/// transactions of its own, and twice does no harm.
struct Remembered<M> {
    what: &'static str,
    id: Uuid,
    answer: M,
}

impl<E: Send, M: Clone + Send + Sync> UseCase<E> for Remembered<M> {
    type Answer = M;
    type Error = StoreError;

    async fn run(&self, tx: &mut Tx<E>) -> Result<M, StoreError> {
        tx.audit(self.what, self.id);
        Ok(self.answer.clone())
    }
}

impl<E: Send + Sync + 'static> Service<E> {
    /// Does an operator's work once per request id, as far as its first answer was kept: a call that broke off in
    /// between does it again.
    async fn once<Q, K, M>(
        &self,
        what: &'static str,
        request: Request<Q>,
        read: impl FnOnce(&mut Violations, Caller, Q) -> Option<K>,
        work: impl AsyncFnOnce(K, Uuid) -> Result<M, RpcError>,
    ) -> Result<Response<M>, Status>
    where
        Q: Idempotent,
        M: Message + Clone + Default,
    {
        let call = Call::of(&request);
        let Change {
            origin,
            request,
            case,
        } = self.rpc.change(&call, request.into_inner(), read)?;
        let status = |error: RpcError| self.rpc.status(error);
        let store = self.rpc.store();
        let before = store.answered(&origin, &request).await;
        if let Some(answer) = before.map_err(|error| status(error.into()))? {
            return Ok(Response::new(answer));
        }
        let id = request.id;
        let answer = work(case, id).await.map_err(status)?;
        let case = Remembered { what, id, answer };
        let change = Change {
            origin,
            request,
            case,
        };
        self.rpc.finish(change, |answer| answer).await
    }
}

#[tonic::async_trait]
impl<E: Send + Sync + 'static> OperationsService for Service<E> {
    async fn list_dead_letters(
        &self,
        request: Request<proto::ListDeadLettersRequest>,
    ) -> Result<Response<proto::ListDeadLettersResponse>, Status> {
        let all = |_: &mut Violations, _, _| Some(());
        let work = async |(), page: Page| dead_letters::page(&self.letters, &page).await;
        self.rpc.list(request, all, work).await
    }

    async fn get_dead_letter(
        &self,
        request: Request<proto::GetDeadLetterRequest>,
    ) -> Result<Response<proto::GetDeadLetterResponse>, Status> {
        let sequence = |v: &mut Violations, _, request: proto::GetDeadLetterRequest| {
            dead_letters::sequence(v, request.sequence)
        };
        let work = async |sequence| dead_letters::one(&self.letters, sequence).await;
        self.rpc.get(request, sequence, work).await
    }

    async fn redrive_dead_letter(
        &self,
        request: Request<proto::RedriveDeadLetterRequest>,
    ) -> Result<Response<proto::RedriveDeadLetterResponse>, Status> {
        let sequence = |v: &mut Violations, _, request: proto::RedriveDeadLetterRequest| {
            dead_letters::sequence(v, request.sequence)
        };
        let work = async |sequence, _| dead_letters::redrive(&self.letters, sequence).await;
        self.once("redrive", request, sequence, work).await
    }

    async fn replay_events(
        &self,
        request: Request<proto::ReplayEventsRequest>,
    ) -> Result<Response<proto::ReplayEventsResponse>, Status> {
        let work = async |selection: Selection, marker| {
            let database = self.rpc.store().database();
            let replayed = replay(database, &self.client, &selection, marker).await;
            let replayed = replayed.map_err(failed)?;
            Ok(proto::ReplayEventsResponse { replayed })
        };
        self.once("replay", request, replaying::selection, work)
            .await
    }

    async fn list_recorded_heads(
        &self,
        request: Request<proto::ListRecordedHeadsRequest>,
    ) -> Result<Response<proto::ListRecordedHeadsResponse>, Status> {
        let work = async |kind: String, page: Page| {
            let database = self.rpc.store().database();
            Ok(heads::page(database, Side::Recorded, &kind, &page).await?)
        };
        self.rpc
            .list_of(heads::ROWS, request, heads::recorded, work)
            .await
    }

    async fn list_applied_heads(
        &self,
        request: Request<proto::ListAppliedHeadsRequest>,
    ) -> Result<Response<proto::ListAppliedHeadsResponse>, Status> {
        let work = async |kind: String, page: Page| {
            let database = self.rpc.store().database();
            Ok(heads::page(database, Side::Applied, &kind, &page).await?)
        };
        self.rpc
            .list_of(heads::ROWS, request, heads::applied, work)
            .await
    }

    async fn list_audit_entries(
        &self,
        request: Request<proto::ListAuditEntriesRequest>,
    ) -> Result<Response<proto::ListAuditEntriesResponse>, Status> {
        let work = async |selected, page| {
            let database = self.rpc.store().database();
            Ok(audit::entries(database, selected, page).await?)
        };
        self.rpc.list(request, audit::selected, work).await
    }

    async fn list_audit_seals(
        &self,
        request: Request<proto::ListAuditSealsRequest>,
    ) -> Result<Response<proto::ListAuditSealsResponse>, Status> {
        let all = |_: &mut Violations, _, _| Some(());
        let work = async |(), page| {
            let database = self.rpc.store().database();
            Ok(audit::seals(database, page).await?)
        };
        self.rpc.list(request, all, work).await
    }
}
