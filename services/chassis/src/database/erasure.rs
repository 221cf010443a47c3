//! Forgetting what was recorded of a person, as far as mechanism holds it: remembered answers and recorded events. The audit
//! stays: it says who did what and when, and holds no answers.

use sea_orm::{ConnectionTrait as _, DbBackend, FromQueryResult, Value};
use uuid::Uuid;

use super::{StoreError, Tx, execute, one_of, select};

#[derive(FromQueryResult)]
struct EventRow {
    position: i64,
    data: Vec<u8>,
}

impl<E: Send> Tx<E> {
    /// Forgets what calls that changed any of these aggregates were answered. A call that is repeated after that is done anew, and
    /// meets what has become of the aggregate.
    ///
    /// # Errors
    /// The database failed.
    pub async fn forget_answers(
        &self,
        aggregate_type: &str,
        ids: &[Uuid],
    ) -> Result<(), StoreError> {
        if ids.is_empty() {
            return Ok(());
        }
        let ids = ids.iter().map(|id| Value::from(*id)).collect();
        let (among, mut values) =
            one_of(self.db().get_database_backend(), "audit.aggregate_id", ids);
        values.push(aggregate_type.into());
        let sql = format!(
            "delete from requests where exists (select 1 from audit \
             where {among} and audit.aggregate_type = ${} \
             and audit.actor = requests.actor and audit.request_id = requests.request_id)",
            values.len()
        );
        execute(self.db(), sql, values).await?;
        Ok(())
    }

    /// Rewrites what the recorded events of an aggregate say, so that a replay says it no more. The rows are locked first, so that
    /// nobody writes back what they said.
    ///
    /// # Errors
    /// The database failed, or an event cannot be read: what cannot be read is not erased.
    pub async fn rewrite_events(
        &self,
        aggregate_type: &str,
        id: Uuid,
        rewrite: impl Fn(&[u8]) -> Result<Vec<u8>, StoreError>,
    ) -> Result<(), StoreError> {
        let db = self.db();
        let lock = match db.get_database_backend() {
            DbBackend::Postgres => " for update",
            // Whoever writes is alone.
            _ => "",
        };
        let sql = format!(
            "select position, data from outbox where aggregate_type = $1 and aggregate_id = $2 \
             order by position{lock}"
        );
        let rows: Vec<EventRow> = select(db, sql, [aggregate_type.into(), id.into()]).await?;
        for EventRow { position, data } in rows {
            let data = rewrite(&data)?;
            let sql = "update outbox set data = $1 where position = $2";
            execute(db, sql, [data.into(), position.into()]).await?;
        }
        Ok(())
    }
}
