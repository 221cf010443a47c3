//! The request ids that were seen, with what they were answered.
//!
//! The row is written in the transaction of the work, so that the work and its memory commit
//! together. A second call with the same id waits for the first on that row. Ids belong to their
//! caller: two callers may choose the same one.
//!
//! An id is nearly always new. So the work is done first and the id inserted with its answer at
//! the end; only if that row is there already, or the work was refused, is the id claimed first and
//! the work done after.

use aws_lc_rs::digest::{SHA256, digest};
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement, Value};
use uuid::Uuid;

use crate::database::{Origin, StoreError};

/// A row of the table `requests` with its answer.
#[derive(Debug)]
pub(in crate::database) struct AnsweredRequest {
    actor: String,
    rpc: String,
    request: Request,
    now: DateTime<Utc>,
    answer: Vec<u8>,
}

impl AnsweredRequest {
    /// The values of the row, as they are inserted.
    pub(in crate::database) fn values(self) -> [Value; 6] {
        [
            self.actor.into(),
            self.request.id.into(),
            self.rpc.into(),
            self.request.body_hash.into(),
            self.now.into(),
            self.answer.into(),
        ]
    }
}

/// What identifies a call that changes something: its id, and a digest of its body.
#[derive(Clone, Debug)]
pub struct Request {
    /// The caller's id for the call.
    pub id: Uuid,
    body_hash: Vec<u8>,
}

impl Request {
    /// Reads the request id and digests the body.
    ///
    /// # Errors
    /// [`StoreError::RequestInvalid`] if `id` is not a UUID.
    pub fn new(id: &str, body: &impl prost::Message) -> Result<Self, StoreError> {
        let id = Uuid::parse_str(id.trim()).map_err(|_| StoreError::RequestInvalid)?;
        let body_hash = digest(&SHA256, &body.encode_to_vec()).as_ref().to_vec();
        Ok(Self { id, body_hash })
    }

    /// The row of the request with its answer, for the end of the transaction.
    pub(in crate::database) fn with_answer(
        &self,
        origin: &Origin,
        now: DateTime<Utc>,
        answer: Vec<u8>,
    ) -> AnsweredRequest {
        AnsweredRequest {
            actor: origin.actor.clone(),
            rpc: origin.rpc.clone(),
            request: self.clone(),
            now,
            answer,
        }
    }

    /// Claims the id for this transaction. `Some` is the encoded answer it got before.
    pub(in crate::database) async fn claim(
        &self,
        db: &DatabaseTransaction,
        actor: &str,
        rpc: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let engine = db.get_database_backend();
        let claimed = db
            .execute_raw(Statement::from_sql_and_values(
                engine,
                "insert into requests (actor, request_id, rpc, body_hash, created_at) values ($1, $2, $3, $4, $5) \
                 on conflict do nothing",
                [actor.into(), self.id.into(), rpc.into(), self.body_hash.clone().into(), now.into()],
            ))
            .await?;
        if claimed.rows_affected() == 1 {
            return Ok(None);
        }
        let before = self.first_answer(db, actor, rpc).await?;
        before.map(Some).ok_or_else(|| StoreError::Corrupt {
            what: "request".to_owned(),
        })
    }

    /// The encoded answer that the id got before, if it came before.
    pub(in crate::database) async fn first_answer(
        &self,
        db: &impl ConnectionTrait,
        actor: &str,
        rpc: &str,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let found = db
            .query_one_raw(Statement::from_sql_and_values(
                db.get_database_backend(),
                "select rpc, body_hash, answer from requests where actor = $1 and request_id = $2",
                [actor.into(), self.id.into()],
            ))
            .await?;
        let Some(row) = found else {
            return Ok(None);
        };
        let (first_rpc, first_hash): (String, Vec<u8>) =
            (row.try_get("", "rpc")?, row.try_get("", "body_hash")?);
        if first_rpc != rpc || first_hash != self.body_hash {
            return Err(StoreError::RequestReused);
        }
        let answer: Option<Vec<u8>> = row.try_get("", "answer")?;
        Ok(Some(answer.unwrap_or_default()))
    }

    /// Keeps the answer, in the same transaction.
    pub(in crate::database) async fn store_answer(
        &self,
        db: &DatabaseTransaction,
        actor: &str,
        answer: Vec<u8>,
    ) -> Result<(), StoreError> {
        db.execute_raw(Statement::from_sql_and_values(
            db.get_database_backend(),
            "update requests set answer = $1 where actor = $2 and request_id = $3",
            [Value::from(answer), actor.into(), self.id.into()],
        ))
        .await?;
        Ok(())
    }
}
