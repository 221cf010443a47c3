//! What all tables with one row for each aggregate do alike: a row is written over the version it was read in, and a list
//! is ordered by ids.

use sea_orm::sea_query::SimpleExpr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};
use uuid::Uuid;

use super::{Database, StoreError};
use crate::paging::Page;

/// Writes the row of an aggregate: a new one if it was never written (`was` is 0), else over the row that `this` finds, if
/// its `version` still is what was read. `false` if another transaction wrote it meanwhile.
///
/// # Errors
/// The database refused the statement.
pub async fn write_row<A: ActiveModelTrait>(
    db: &DatabaseTransaction,
    row: A,
    was: u64,
    this: SimpleExpr,
    version: <A::Entity as EntityTrait>::Column,
) -> Result<bool, StoreError> {
    if was == 0 {
        A::Entity::insert(row).exec_without_returning(db).await?;
        return Ok(true);
    }
    let done = A::Entity::update_many()
        .set(row)
        .filter(this)
        .filter(version.eq(was.cast_signed()))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

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
