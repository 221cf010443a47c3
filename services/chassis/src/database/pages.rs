//! Pages of a list whose order is that of ids.

use sea_orm::sea_query::ValueType;
use sea_orm::{ColumnTrait, EntityTrait, ModelTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use super::saved::key;
use super::{Database, StoreError};
use crate::paging::Page;

/// The rows of one page of `query` in order of `column`, which holds `id`, and the token of the next page.
///
/// # Errors
/// The database failed.
pub async fn page_by_id<E: EntityTrait>(
    database: &Database,
    query: Select<E>,
    page: &Page,
    column: E::Column,
    id: impl Fn(&E::Model) -> Uuid,
) -> Result<(Vec<E::Model>, String), StoreError> {
    let query = match page.after_id() {
        Some(after) => query.filter(column.gt(after)),
        None => query,
    };
    let mut rows = query
        .order_by_asc(column)
        .limit(page.fetch())
        .all(database.reader())
        .await?;
    let next = page.cut(&mut rows, |row| id(row).to_string());
    Ok((rows, next))
}

impl Database {
    /// What the rows of one page of `query` hold, in the order of the ids that are the table's key, and the token of
    /// the next page.
    pub async fn page<E, R>(
        &self,
        query: Select<E>,
        page: &Page,
    ) -> Result<(Vec<R>, String), StoreError>
    where
        E: EntityTrait,
        R: TryFrom<E::Model>,
        StoreError: From<R::Error>,
    {
        let key = key::<E>()?;
        let id = |row: &E::Model| <Uuid as ValueType>::try_from(row.get(key)).unwrap_or_default();
        let (rows, next) = page_by_id(self, query, page, key, id).await?;
        let held = rows.into_iter().map(|row| Ok(R::try_from(row)?));
        Ok((held.collect::<Result<_, StoreError>>()?, next))
    }
}
