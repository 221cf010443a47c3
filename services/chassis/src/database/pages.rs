//! Pages of a list whose order is that of ids.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

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
