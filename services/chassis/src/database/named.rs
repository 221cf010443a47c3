//! Things that requests select by, and where a service keeps them.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{Store, StoreError, select};
use crate::messaging::consumer::may_come;

/// A kind of thing that requests select by. A list of it that is empty, and a count, ask whether it is there.
#[derive(Clone, Copy, Debug)]
pub struct Named {
    /// The field that holds its id, such as `producer_id`.
    pub field: &'static str,
    /// What it is, as errors call it.
    pub what: &'static str,
    /// The reason of an error about one that is not there, such as `PRODUCER_UNKNOWN`.
    pub unknown: &'static str,
    /// The tables that tell of it, with the column of its id: the one where it is kept, and those by which former ids lead to it.
    pub kept_in: &'static [(&'static str, &'static str)],
    /// The consumer that copies it, if it belongs to another service. One that may still come is not missed.
    pub copied_by: Option<&'static str>,
}

#[derive(FromQueryResult)]
struct Found {
    #[expect(dead_code, reason = "that there is a row is the answer")]
    there: i32,
}

impl Named {
    pub(crate) async fn is_missing<E: Send>(
        &self,
        store: &Store<E>,
        id: Uuid,
    ) -> Result<bool, StoreError> {
        let db = store.database().reader();
        let kept = self.kept_in.iter().map(|(table, column)| {
            format!("select 1 as there from {table} where {column} = $1 limit 1")
        });
        for sql in kept {
            let found: Vec<Found> = select(db, sql, [id.into()]).await?;
            if !found.is_empty() {
                return Ok(false);
            }
        }
        let comes = match self.copied_by {
            Some(consumer) => may_come(db, consumer, id, store.clock().now()).await?,
            None => false,
        };
        Ok(!comes)
    }
}
