//! Forgetting what was recorded of a person, as far as mechanism holds it: remembered answers and recorded events. The audit
//! stays: it says who did what and when, and holds no answers.

use sea_orm::{ConnectionTrait as _, Statement};
use uuid::Uuid;

use super::{StoreError, Tx};

impl<E: Send> Tx<E> {
    /// Forgets what calls that changed an aggregate were answered. A call that is repeated after that is done anew, and meets
    /// what has become of the aggregate.
    ///
    /// # Errors
    /// The database failed.
    pub async fn forget_answers(&self, aggregate_type: &str, id: Uuid) -> Result<(), StoreError> {
        let sql = "delete from requests where exists (select 1 from audit \
                   where audit.aggregate_type = $1 and audit.aggregate_id = $2 \
                   and audit.actor = requests.actor and audit.request_id = requests.request_id)";
        let values = [aggregate_type.into(), id.into()];
        let engine = self.db().get_database_backend();
        self.db()
            .execute_raw(Statement::from_sql_and_values(engine, sql, values))
            .await?;
        Ok(())
    }

    /// Rewrites what the recorded events of an aggregate say, so that a replay says it no more. What is returned as `None` stays.
    ///
    /// # Errors
    /// The database failed.
    pub async fn rewrite_events(
        &self,
        aggregate_type: &str,
        id: Uuid,
        rewrite: impl Fn(&[u8]) -> Option<Vec<u8>>,
    ) -> Result<(), StoreError> {
        let engine = self.db().get_database_backend();
        let sql =
            "select position, data from outbox where aggregate_type = $1 and aggregate_id = $2";
        let values = [aggregate_type.into(), id.into()];
        let rows = self
            .db()
            .query_all_raw(Statement::from_sql_and_values(engine, sql, values))
            .await?;
        for row in rows {
            let (position, data): (i64, Vec<u8>) =
                (row.try_get("", "position")?, row.try_get("", "data")?);
            let Some(data) = rewrite(&data) else {
                continue;
            };
            let sql = "update outbox set data = $1 where position = $2";
            let values = [data.into(), position.into()];
            self.db()
                .execute_raw(Statement::from_sql_and_values(engine, sql, values))
                .await?;
        }
        Ok(())
    }
}
