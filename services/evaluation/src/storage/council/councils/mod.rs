//! Councils. Their members and rules have days; they are amended and keep what was.

pub(crate) mod members;

use ocop_chassis::database::{Saved, StoreError, plain_table};
use ocop_chassis::paging::Page;
use ocop_identity::AskedUnit;
use sea_orm::ActiveValue::Set;
use sea_orm::Condition;
use sea_orm::entity::prelude::*;

use crate::domain::council::{Council, Level};
use crate::storage::{OF_PROVINCE, Store, Tx, from_json, in_unit, json};

/// The table `councils`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "councils")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    created_at: DateTimeUtc,
    version: i64,
    province_code: String,
    place_on: Date,
    body: String,
}

plain_table!();

impl TryFrom<Model> for Saved<Council> {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let council = from_json(&row.body, "council")?;
        Ok(Self::stored(
            council,
            row.version,
            row.created_at,
            row.created_at,
        ))
    }
}

/// Records a council. It has no events; its version counts its amendments.
pub async fn insert_council(tx: &Tx, council: Council) -> Result<Saved<Council>, StoreError> {
    let row = ActiveModel {
        id: Set(council.id),
        created_at: Set(tx.now()),
        version: Set(1),
        province_code: Set(council.province_code.clone()),
        place_on: Set(council.appointed_on),
        body: Set(json(&council)),
    };
    Entity::insert(row).exec_without_returning(tx.db()).await?;
    members::write(tx, &council).await?;
    Ok(Saved::stored(council, 1, tx.now(), tx.now()))
}

/// Writes an amended council and raises its version.
///
/// # Errors
/// [`StoreError::Stale`] if somebody else amended it since it was loaded.
pub async fn update_council(
    tx: &Tx,
    council: Saved<Council>,
) -> Result<Saved<Council>, StoreError> {
    let (id, seen) = (council.id, council.version().cast_signed());
    let done = Entity::update_many()
        .col_expr(Column::Version, (seen + 1).into())
        .col_expr(Column::Body, json(&*council).into())
        .filter(Column::Id.eq(id))
        .filter(Column::Version.eq(seen))
        .exec(tx.db())
        .await?;
    if done.rows_affected != 1 {
        let aggregate = "council";
        return Err(StoreError::Stale { aggregate, id });
    }
    members::write(tx, &council).await?;
    let created_at = council.created_at();
    let council = council.into_inner();
    Ok(Saved::stored(council, seen + 1, created_at, tx.now()))
}

pub async fn council(tx: &Tx, id: Uuid) -> Result<Option<Saved<Council>>, StoreError> {
    let row = Entity::find_by_id(id).one(tx.db()).await?;
    row.map(Saved::try_from).transpose()
}

/// The councils with these ids that there are, for who only reads.
pub async fn councils_by_id(
    store: &Store,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<Saved<Council>>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids))
        .all(store.database().reader())
        .await?;
    rows.into_iter().map(Saved::try_from).collect()
}

#[derive(Clone, Debug, Default)]
pub struct CouncilFilter {
    pub province: Option<AskedUnit>,
    pub level: Option<Level>,
}

/// A page of councils in the order of recording, and the token of the next.
pub async fn list_councils(
    store: &Store,
    filter: &CouncilFilter,
    page: &Page,
) -> Result<(Vec<Saved<Council>>, String), StoreError> {
    // The centre's council is the one without a province.
    let level = filter.level.map(|level| match level {
        Level::Province => Column::ProvinceCode.ne(""),
        Level::Centre => Column::ProvinceCode.eq(""),
    });
    let fits = Condition::all()
        .add_option(in_unit(store, filter.province.as_ref(), OF_PROVINCE))
        .add_option(level);
    store
        .database()
        .page(Entity::find().filter(fits), page)
        .await
}

#[cfg(test)]
mod tests;
