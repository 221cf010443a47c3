//! The request ids that were seen, with what they were answered.
//!
//! The row is written in the transaction of the work, so that the work and its memory commit
//! together. A second call with the same id waits for the first on that row. Ids belong to their
//! caller: two callers may choose the same one.
//!
//! An id is nearly always new. So the work is done first and the id inserted with its answer at
//! the end; only if that row is there already, or the work was refused, is the id claimed first and
//! the work done after.
//!
//! Answers are sealed: one may hold a secret that is shown only once, or what is somebody's own. With each stand the roles
//! that its caller had.

use chrono::{DateTime, Utc};
use prost::Message;
use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement, Value};
use uuid::Uuid;

use super::Request;
use crate::database::{Origin, StoreError};
use crate::sealing::{Keyring, Sealer};

/// The table `requests`, whose answers are sealed.
#[derive(Clone, Debug)]
pub(in crate::database) struct Memory {
    sealer: Sealer,
}

/// A row of the table `requests` with its sealed answer.
#[derive(Debug)]
pub(in crate::database) struct AnsweredRequest {
    origin: Origin,
    request: Request,
    now: DateTime<Utc>,
    answer: Vec<u8>,
}

impl AnsweredRequest {
    /// The values of the row, as they are inserted.
    pub(in crate::database) fn values(self) -> [Value; 7] {
        [
            self.origin.actor.into(),
            self.request.id.into(),
            self.origin.rpc.into(),
            self.request.body_hash.into(),
            self.now.into(),
            self.origin.roles.into(),
            self.answer.into(),
        ]
    }
}

/// An answer that was given before.
#[derive(Debug)]
pub(in crate::database) struct FirstAnswer {
    /// Whether the caller has the roles that it had then.
    pub(in crate::database) has_same_roles: bool,
    answer: Vec<u8>,
}

impl FirstAnswer {
    /// The answer as it was given.
    pub(in crate::database) fn message<M: Message + Default>(&self) -> Result<M, StoreError> {
        M::decode(self.answer.as_slice()).map_err(|_| unreadable())
    }
}

fn unreadable() -> StoreError {
    StoreError::Corrupt {
        what: "answer to a request".to_owned(),
    }
}

impl Memory {
    pub(in crate::database) fn new(keyring: &Keyring) -> Self {
        Self {
            sealer: keyring.sealer("answer to a request"),
        }
    }

    /// An answer of `actor`'s belongs to this id.
    fn seal(&self, actor: &str, id: Uuid, answer: &impl Message) -> Result<Vec<u8>, StoreError> {
        self.sealer
            .seal(&[actor.as_bytes(), id.as_bytes()], &answer.encode_to_vec())
            .map_err(StoreError::CannotSeal)
    }

    /// The row of a request with its answer, for the end of the transaction.
    pub(super) fn row(
        &self,
        origin: &Origin,
        request: &Request,
        now: DateTime<Utc>,
        answer: &impl Message,
    ) -> Result<AnsweredRequest, StoreError> {
        Ok(AnsweredRequest {
            origin: origin.clone(),
            request: request.clone(),
            now,
            answer: self.seal(&origin.actor, request.id, answer)?,
        })
    }

    /// Claims the id for this transaction. `Some` is the answer it got before.
    pub(super) async fn claim(
        &self,
        db: &DatabaseTransaction,
        origin: &Origin,
        request: &Request,
        now: DateTime<Utc>,
    ) -> Result<Option<FirstAnswer>, StoreError> {
        let engine = db.get_database_backend();
        let claimed = db
            .execute_raw(Statement::from_sql_and_values(
                engine,
                "insert into requests (actor, request_id, rpc, body_hash, created_at, roles) \
                 values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
                [
                    origin.actor.as_str().into(),
                    request.id.into(),
                    origin.rpc.as_str().into(),
                    request.body_hash.clone().into(),
                    now.into(),
                    origin.roles.as_str().into(),
                ],
            ))
            .await?;
        if claimed.rows_affected() == 1 {
            return Ok(None);
        }
        let before = self.first_answer(db, origin, request).await?;
        before.map(Some).ok_or_else(|| StoreError::Corrupt {
            what: "request".to_owned(),
        })
    }

    /// The answer that the id got before, if it came before.
    pub(in crate::database) async fn first_answer(
        &self,
        db: &impl ConnectionTrait,
        origin: &Origin,
        request: &Request,
    ) -> Result<Option<FirstAnswer>, StoreError> {
        let found = db
            .query_one_raw(Statement::from_sql_and_values(
                db.get_database_backend(),
                "select rpc, body_hash, roles, answer from requests where actor = $1 and request_id = $2",
                [origin.actor.as_str().into(), request.id.into()],
            ))
            .await?;
        let Some(row) = found else {
            return Ok(None);
        };
        let (first_rpc, first_hash): (String, Vec<u8>) =
            (row.try_get("", "rpc")?, row.try_get("", "body_hash")?);
        if first_rpc != origin.rpc || first_hash != request.body_hash {
            return Err(StoreError::RequestReused);
        }
        let roles: String = row.try_get("", "roles")?;
        let sealed: Option<Vec<u8>> = row.try_get("", "answer")?;
        let place = [origin.actor.as_bytes(), request.id.as_bytes()];
        let answer = self
            .sealer
            .open(&place, &sealed.unwrap_or_default())
            .map_err(|_| unreadable())?;
        Ok(Some(FirstAnswer {
            has_same_roles: roles == origin.roles,
            answer,
        }))
    }

    /// Keeps the answer to a request that was claimed, in the same transaction.
    pub(super) async fn store_answer(
        &self,
        db: &DatabaseTransaction,
        actor: &str,
        id: Uuid,
        answer: &impl Message,
    ) -> Result<(), StoreError> {
        db.execute_raw(Statement::from_sql_and_values(
            db.get_database_backend(),
            "update requests set answer = $1 where actor = $2 and request_id = $3",
            [
                Value::from(self.seal(actor, id, answer)?),
                actor.into(),
                id.into(),
            ],
        ))
        .await?;
        Ok(())
    }
}
