//! What an operator may look at and set right in the events of a service: dead letters, replay, and
//! the versions recorded and applied, by which two services are compared.

use ocop_proto::operations::v1 as proto;
use ocop_proto::operations::v1::operations_service_server::{
    OperationsService, OperationsServiceServer,
};
use sea_orm::{ConnectionTrait, Statement, Value};
use tonic::{Code, Request, Response, Status};
use tracing::error;
use uuid::Uuid;

use crate::clock::Clock;
use crate::database::{Database, Store};
use crate::grpc::{RpcError, Violations, timestamp};
use crate::identity::Role::{Auditor, Operator};
use crate::identity::{Access, Who};
use crate::ids::new_id;
use crate::messaging::dead_letters::{DeadLetter, DeadLetters, Redriven};
use crate::messaging::replay::{Selection, replay};
use crate::paging::Page;

const LOOK: Who = Who::Roles(&[Operator, Auditor]);
const ACT: Who = Who::Roles(&[Operator]);

/// Who may call what.
pub const ACCESS: &[Access] = &[
    Access {
        rpc: "/ocop.operations.v1.OperationsService/ListDeadLetters",
        who: LOOK,
    },
    Access {
        rpc: "/ocop.operations.v1.OperationsService/GetDeadLetter",
        who: LOOK,
    },
    Access {
        rpc: "/ocop.operations.v1.OperationsService/RedriveDeadLetter",
        who: ACT,
    },
    Access {
        rpc: "/ocop.operations.v1.OperationsService/ReplayEvents",
        who: ACT,
    },
    Access {
        rpc: "/ocop.operations.v1.OperationsService/ListRecordedHeads",
        who: LOOK,
    },
    Access {
        rpc: "/ocop.operations.v1.OperationsService/ListAppliedHeads",
        who: LOOK,
    },
];

const DOMAIN: &str = "operations.ocop";

/// Most heads on a page.
const MOST_HEADS: i32 = 10_000;

/// The operators' service of one service.
pub struct Service {
    database: Database,
    clock: Clock,
    client: async_nats::Client,
    letters: DeadLetters,
}

impl Service {
    /// For the service whose store this is and whose consumers' dead letters these are.
    pub fn new<E: Send>(
        store: &Store<E>,
        client: async_nats::Client,
        letters: DeadLetters,
    ) -> Self {
        Self {
            database: store.database().clone(),
            clock: store.clock().clone(),
            client,
            letters,
        }
    }

    /// The service, ready to be added to a shell.
    pub fn server(self) -> OperationsServiceServer<Self> {
        OperationsServiceServer::new(self)
    }

    async fn heads(
        &self,
        sql: &str,
        (kind, size, after): (&str, u64, &str),
    ) -> Result<Vec<proto::Head>, Status> {
        let after = after.parse::<Uuid>().unwrap_or_default();
        let values: [Value; 3] = [
            kind.into(),
            after.into(),
            i64::try_from(size).unwrap_or(i64::MAX).into(),
        ];
        let rows = self
            .database
            .reader()
            .query_all_raw(Statement::from_sql_and_values(
                self.database.engine(),
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

/// Something inside failed; the log has it.
fn failed(cause: impl std::fmt::Debug) -> Status {
    error!(error = ?cause, "an operator's call failed inside");
    RpcError::new(
        Code::Unavailable,
        "TRY_AGAIN",
        "the database or NATS cannot be reached; try again",
    )
    .status(DOMAIN)
}

fn unknown(sequence: u64) -> Status {
    let message = format!("this service has no dead letter {sequence}");
    RpcError::new(Code::NotFound, "DEAD_LETTER_UNKNOWN", message).status(DOMAIN)
}

fn told(letter: DeadLetter, whole: bool) -> proto::DeadLetter {
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
        headers: if whole { headers() } else { Default::default() },
        data: if whole {
            letter.data
        } else {
            Default::default()
        },
    }
}

/// Reads the paging of a list of heads.
fn page(kind: &str, size: i32, token: &str) -> Result<Page, Status> {
    let mut violations = Violations::new();
    violations.required_text("aggregate_type", kind, 100);
    let size = violations
        .within("page_size", size, 0..=MOST_HEADS)
        .unwrap_or_default();
    let mut page = Page::parse(&mut violations, 0, token, &kind.to_owned());
    page.size = if size == 0 {
        1_000
    } else {
        size.unsigned_abs().into()
    };
    violations
        .finish()
        .map_err(|refusal| refusal.status(DOMAIN))?;
    Ok(page)
}

#[tonic::async_trait]
impl OperationsService for Service {
    async fn list_dead_letters(
        &self,
        request: Request<proto::ListDeadLettersRequest>,
    ) -> Result<Response<proto::ListDeadLettersResponse>, Status> {
        let asked = request.into_inner();
        let mut violations = Violations::new();
        let page = Page::parse(&mut violations, asked.page_size, &asked.page_token, &());
        violations
            .finish()
            .map_err(|refusal| refusal.status(DOMAIN))?;
        let after = page
            .after
            .as_deref()
            .and_then(|after| after.parse().ok())
            .unwrap_or_default();
        let most = usize::try_from(page.fetch()).unwrap_or(usize::MAX);
        let mut letters = self.letters.list(after, most).await.map_err(failed)?;
        let next_page_token = page.cut(&mut letters, |letter| letter.sequence.to_string());
        let dead_letters = letters
            .into_iter()
            .map(|letter| told(letter, false))
            .collect();
        Ok(Response::new(proto::ListDeadLettersResponse {
            dead_letters,
            next_page_token,
        }))
    }

    async fn get_dead_letter(
        &self,
        request: Request<proto::GetDeadLetterRequest>,
    ) -> Result<Response<proto::GetDeadLetterResponse>, Status> {
        let sequence = request.into_inner().sequence;
        let letter = self
            .letters
            .get(sequence)
            .await
            .map_err(failed)?
            .ok_or_else(|| unknown(sequence))?;
        Ok(Response::new(proto::GetDeadLetterResponse {
            dead_letter: Some(told(letter, true)),
        }))
    }

    async fn redrive_dead_letter(
        &self,
        request: Request<proto::RedriveDeadLetterRequest>,
    ) -> Result<Response<proto::RedriveDeadLetterResponse>, Status> {
        let sequence = request.into_inner().sequence;
        match self.letters.redrive(sequence).await.map_err(failed)? {
            Redriven::Unknown => Err(unknown(sequence)),
            Redriven::Applied => Ok(Response::new(proto::RedriveDeadLetterResponse {
                applied: true,
            })),
            Redriven::Refused(why) => {
                let message = format!("the consumer refused it again: {why}");
                Err(
                    RpcError::new(Code::FailedPrecondition, "REFUSED_AGAIN", message)
                        .status(DOMAIN),
                )
            }
        }
    }

    async fn replay_events(
        &self,
        request: Request<proto::ReplayEventsRequest>,
    ) -> Result<Response<proto::ReplayEventsResponse>, Status> {
        let asked = request.into_inner();
        let mut violations = Violations::new();
        let aggregate_id = (!asked.aggregate_id.is_empty())
            .then(|| violations.uuid("aggregate_id", &asked.aggregate_id))
            .flatten();
        if asked.after_version > 0 && asked.aggregate_id.is_empty() {
            violations.add(
                "aggregate_id",
                "REQUIRED",
                "must be given together with after_version",
            );
        }
        violations
            .finish()
            .map_err(|refusal| refusal.status(DOMAIN))?;
        let selection = Selection {
            aggregate_type: (!asked.aggregate_type.is_empty()).then_some(asked.aggregate_type),
            aggregate_id,
            after_version: asked.after_version,
            from: asked.from_time.and_then(|time| time.try_into().ok()),
            to: asked.to_time.and_then(|time| time.try_into().ok()),
        };
        let marker = new_id(self.clock.now());
        let replayed = replay(&self.database, &self.client, &selection, marker)
            .await
            .map_err(failed)?;
        Ok(Response::new(proto::ReplayEventsResponse { replayed }))
    }

    async fn list_recorded_heads(
        &self,
        request: Request<proto::ListRecordedHeadsRequest>,
    ) -> Result<Response<proto::ListRecordedHeadsResponse>, Status> {
        let asked = request.into_inner();
        let page = page(&asked.aggregate_type, asked.page_size, &asked.page_token)?;
        let sql = "select aggregate_id, max(version) as version from outbox \
                   where aggregate_type = $1 and aggregate_id > $2 \
                   group by aggregate_id order by aggregate_id limit $3";
        let after = page.after.clone().unwrap_or_default();
        let mut heads = self
            .heads(sql, (&asked.aggregate_type, page.fetch(), &after))
            .await?;
        let next_page_token = page.cut(&mut heads, |head| head.aggregate_id.clone());
        Ok(Response::new(proto::ListRecordedHeadsResponse {
            heads,
            next_page_token,
        }))
    }

    async fn list_applied_heads(
        &self,
        request: Request<proto::ListAppliedHeadsRequest>,
    ) -> Result<Response<proto::ListAppliedHeadsResponse>, Status> {
        let asked = request.into_inner();
        let page = page(&asked.aggregate_type, asked.page_size, &asked.page_token)?;
        let sql = "select aggregate_id, min(version) as version from heads \
                   where aggregate_type = $1 and aggregate_id > $2 \
                   group by aggregate_id order by aggregate_id limit $3";
        let after = page.after.clone().unwrap_or_default();
        let mut heads = self
            .heads(sql, (&asked.aggregate_type, page.fetch(), &after))
            .await?;
        let next_page_token = page.cut(&mut heads, |head| head.aggregate_id.clone());
        Ok(Response::new(proto::ListAppliedHeadsResponse {
            heads,
            next_page_token,
        }))
    }
}
