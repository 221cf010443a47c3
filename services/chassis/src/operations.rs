//! What an operator may see and repair in the events of a service: dead letters, replay, and
//! the versions recorded and applied, by which two services are compared.

use chrono::{DateTime, Utc};
use ocop_identity::Caller;
use ocop_proto::operations::v1 as proto;
use ocop_proto::operations::v1::operations_service_server::{
    OperationsService, OperationsServiceServer,
};
use ocop_proto::request::Idempotent;
use pbjson_types::Timestamp;
use prost::Message;
use sea_orm::{ConnectionTrait, Statement, Value};
use tonic::{Code, Request, Response, Status};
use tracing::error;
use uuid::Uuid;

use crate::database::{Store, StoreError, Tx, UseCase};
use crate::grpc::{Call, Change, Rpc, RpcError, Violations, timestamp};
use crate::messaging::dead_letters::{DeadLetter, DeadLetters, Redriven};
use crate::messaging::replay::{Selection, replay};
use crate::paging::{Page, Rows};

mod audit;

pub use audit::{entry_of, seal_of};

const DOMAIN: &str = "operations.ocop";

/// Heads on a page: they are small.
const HEADS: Rows = Rows {
    usual: 1_000,
    most: 10_000,
};

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
            rpc: Rpc::new(store.clone(), DOMAIN),
            client,
            letters,
        }
    }

    /// The service, ready to be added to a [`GrpcServer`](crate::grpc::GrpcServer) whose messages have at most `limit` bytes.
    pub fn server(self, limit: usize) -> OperationsServiceServer<Self> {
        crate::offered!(OperationsServiceServer::new(self), limit)
    }

    /// Versions of the aggregates of one type, by id: one row more than the page holds.
    async fn heads(
        &self,
        sql: &str,
        kind: &str,
        page: &Page,
    ) -> Result<Vec<proto::Head>, RpcError> {
        let database = self.rpc.store().database();
        let values: [Value; 3] = [
            kind.into(),
            page.after_id().unwrap_or_default().into(),
            i64::try_from(page.fetch()).unwrap_or(i64::MAX).into(),
        ];
        let rows = database
            .reader()
            .query_all_raw(Statement::from_sql_and_values(
                database.engine(),
                sql,
                values,
            ))
            .await
            .map_err(failed)?;
        rows.iter()
            .map(|row| {
                Ok(proto::Head {
                    aggregate_type: kind.to_owned(),
                    aggregate_id: row.try_get::<Uuid>("", "aggregate_id")?.to_string(),
                    version: row.try_get::<i64>("", "version")?.unsigned_abs(),
                })
            })
            .collect::<Result<_, sea_orm::DbErr>>()
            .map_err(failed)
    }
}

/// The database or NATS failed. The cause is logged here.
fn failed(cause: impl std::fmt::Debug) -> RpcError {
    error!(error = ?cause, "an operator's call failed");
    RpcError::new(
        Code::Unavailable,
        "TRY_AGAIN",
        "the database or NATS cannot be reached; try again",
    )
}

fn unknown(sequence: u64) -> RpcError {
    let message = format!("this service has no dead letter {sequence}");
    RpcError::new(Code::NotFound, "DEAD_LETTER_UNKNOWN", message)
}

/// `whole` is with the event itself.
fn to_proto(letter: DeadLetter, whole: bool) -> proto::DeadLetter {
    let header = |name: &str| {
        letter
            .headers
            .get(name)
            .map(|value| value.as_str().to_owned())
            .unwrap_or_default()
    };
    let headers = || {
        let pairs = letter.headers.iter().filter_map(|(name, values)| {
            let name: &str = name.as_ref();
            Some((name.to_owned(), values.first()?.as_str().to_owned()))
        });
        pairs.collect()
    };
    proto::DeadLetter {
        sequence: letter.sequence,
        consumer: letter.consumer.clone(),
        event_id: header("ce-id"),
        event_type: header("ce-type"),
        subject: letter.subject.clone(),
        reason: letter.reason.clone(),
        detail: letter.detail.clone(),
        time: letter.time.map(timestamp),
        deliveries: letter.deliveries,
        stream: letter.stream,
        stream_sequence: letter.stream_sequence,
        left_out_bytes: letter.left_out,
        headers: if whole { headers() } else { Default::default() },
        data: if whole {
            letter.data
        } else {
            Default::default()
        },
    }
}

/// Reads of which type of aggregate the heads are.
fn aggregate_type(v: &mut Violations, text: &str) -> Option<String> {
    v.required_text("aggregate_type", text, 100)
}

fn replay_selection(
    v: &mut Violations,
    _: Caller,
    request: proto::ReplayEventsRequest,
) -> Option<Selection> {
    let kind = v.optional_text("aggregate_type", &request.aggregate_type, 100);
    let given = |text: String| (!text.is_empty()).then_some(text);
    let id = given(request.aggregate_id);
    if request.after_version > 0 && id.is_none() {
        let rule = "must be given together with after_version";
        v.add("aggregate_id", "REQUIRED", rule);
    }
    let from = instant(v, "from_time", request.from_time);
    let to = instant(v, "to_time", request.to_time);
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        v.add("to_time", "OUT_OF_ORDER", "must not be before from_time");
    }
    Some(Selection {
        aggregate_type: kind.and_then(given),
        aggregate_id: id.and_then(|id| v.uuid("aggregate_id", &id)),
        after_version: request.after_version,
        from,
        to,
        snapshots: request.snapshots,
    })
}

/// Reads an instant that may be left out. One that cannot be read is no instant that was left out.
fn instant(v: &mut Violations, field: &str, given: Option<Timestamp>) -> Option<DateTime<Utc>> {
    let read = given.map(DateTime::<Utc>::try_from);
    if matches!(read, Some(Err(_))) {
        v.add(
            field,
            "OUT_OF_RANGE",
            "must be a time in the years 1 to 9999",
        );
    }
    read?.ok()
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
        let work = async |(), page: Page| {
            let after = page.after.as_deref().and_then(|after| after.parse().ok());
            let most = usize::try_from(page.fetch()).unwrap_or(usize::MAX);
            let found = self.letters.list(after.unwrap_or_default(), most).await;
            let mut letters = found.map_err(failed)?;
            let next_page_token = page.cut(&mut letters, |letter| letter.sequence.to_string());
            let dead_letters = letters.into_iter().map(|letter| to_proto(letter, false));
            Ok(proto::ListDeadLettersResponse {
                dead_letters: dead_letters.collect(),
                next_page_token,
            })
        };
        self.rpc.list(request, all, work).await
    }

    async fn get_dead_letter(
        &self,
        request: Request<proto::GetDeadLetterRequest>,
    ) -> Result<Response<proto::GetDeadLetterResponse>, Status> {
        let sequence =
            |_: &mut Violations, _, request: proto::GetDeadLetterRequest| Some(request.sequence);
        let work = async |sequence| {
            let found = self.letters.get(sequence).await.map_err(failed)?;
            let letter = found.ok_or_else(|| unknown(sequence))?;
            Ok(proto::GetDeadLetterResponse {
                dead_letter: Some(to_proto(letter, true)),
            })
        };
        self.rpc.get(request, sequence, work).await
    }

    async fn redrive_dead_letter(
        &self,
        request: Request<proto::RedriveDeadLetterRequest>,
    ) -> Result<Response<proto::RedriveDeadLetterResponse>, Status> {
        let sequence = |_: &mut Violations, _, request: proto::RedriveDeadLetterRequest| {
            Some(request.sequence)
        };
        let work = async |sequence, _| match self.letters.redrive(sequence).await.map_err(failed)? {
            Redriven::Unknown => Err(unknown(sequence)),
            Redriven::Applied => Ok(proto::RedriveDeadLetterResponse { applied: true }),
            Redriven::Refused(why) => Err(RpcError::new(
                Code::FailedPrecondition,
                "REFUSED_AGAIN",
                format!("the consumer refused it again: {why}"),
            )),
        };
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
        self.once("replay", request, replay_selection, work).await
    }

    async fn list_recorded_heads(
        &self,
        request: Request<proto::ListRecordedHeadsRequest>,
    ) -> Result<Response<proto::ListRecordedHeadsResponse>, Status> {
        let read = |v: &mut Violations, _, request: proto::ListRecordedHeadsRequest| {
            aggregate_type(v, &request.aggregate_type)
        };
        let work = async |kind: String, page: Page| {
            let sql = "select aggregate_id, max(version) as version from outbox \
                       where aggregate_type = $1 and aggregate_id > $2 \
                       group by aggregate_id order by aggregate_id limit $3";
            let mut heads = self.heads(sql, &kind, &page).await?;
            let next_page_token = page.cut(&mut heads, |head| head.aggregate_id.clone());
            Ok(proto::ListRecordedHeadsResponse {
                heads,
                next_page_token,
            })
        };
        self.rpc.list_of(HEADS, request, read, work).await
    }

    async fn list_applied_heads(
        &self,
        request: Request<proto::ListAppliedHeadsRequest>,
    ) -> Result<Response<proto::ListAppliedHeadsResponse>, Status> {
        let read = |v: &mut Violations, _, request: proto::ListAppliedHeadsRequest| {
            aggregate_type(v, &request.aggregate_type)
        };
        let work = async |kind: String, page: Page| {
            let sql = "select aggregate_id, min(version) as version from heads \
                       where aggregate_type = $1 and aggregate_id > $2 \
                       group by aggregate_id order by aggregate_id limit $3";
            let mut heads = self.heads(sql, &kind, &page).await?;
            let next_page_token = page.cut(&mut heads, |head| head.aggregate_id.clone());
            Ok(proto::ListAppliedHeadsResponse {
                heads,
                next_page_token,
            })
        };
        self.rpc.list_of(HEADS, request, read, work).await
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
