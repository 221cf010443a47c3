//! Councils. Their members and rules have days; they are amended and keep what was.

use chrono::{DateTime, NaiveDate, Utc};
use ocop_chassis::database::{StoreError, page_by_id};
use ocop_chassis::paging::Page;
use sea_orm::ActiveValue::Set;
use sea_orm::Condition;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::domain::council::{Council, Level, Member, Rules};
use crate::storage::{Store, Tx, from_json, json};

/// The table `councils`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "councils")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    created_at: DateTimeUtc,
    version: i64,
    province_code: String,
    body: String,
}

/// None.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What of a council only the domain reads.
#[derive(Serialize, Deserialize)]
struct Body {
    decision_number: String,
    appointed_on: NaiveDate,
    members: Vec<Member>,
    level: Level,
    rules: Vec<Rules>,
}

/// A council as callers see it.
#[derive(Clone, Debug, PartialEq)]
pub struct CouncilRecord {
    /// The council.
    pub council: Council,
    /// Raised with every change.
    pub version: u64,
    /// When it was recorded.
    pub created_at: DateTime<Utc>,
}

impl TryFrom<Model> for CouncilRecord {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let body: Body = from_json(&row.body, "council")?;
        Ok(Self {
            council: Council {
                id: row.id,
                level: body.level,
                province_code: row.province_code,
                decision_number: body.decision_number,
                appointed_on: body.appointed_on,
                members: body.members,
                rules: body.rules,
            },
            version: row.version.unsigned_abs(),
            created_at: row.created_at,
        })
    }
}

fn body(council: &Council) -> String {
    json(&Body {
        decision_number: council.decision_number.clone(),
        appointed_on: council.appointed_on,
        members: council.members.clone(),
        level: council.level,
        rules: council.rules.clone(),
    })
}

/// Records a council.
///
/// # Errors
/// The database failed.
pub async fn insert_council(tx: &Tx, council: &Council) -> Result<CouncilRecord, StoreError> {
    let record = CouncilRecord {
        council: council.clone(),
        version: 1,
        created_at: tx.now(),
    };
    let row = ActiveModel {
        id: Set(council.id),
        created_at: Set(record.created_at),
        version: Set(1),
        province_code: Set(council.province_code.clone()),
        body: Set(body(council)),
    };
    Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(record)
}

/// Writes an amended council and raises its version.
///
/// # Errors
/// [`StoreError::Stale`] if somebody else amended it since it was loaded.
pub async fn update_council(tx: &Tx, record: &mut CouncilRecord) -> Result<(), StoreError> {
    let (id, was) = (record.council.id, record.version.cast_signed());
    let done = Entity::update_many()
        .col_expr(Column::Version, (was + 1).into())
        .col_expr(Column::Body, body(&record.council).into())
        .filter(Column::Id.eq(id))
        .filter(Column::Version.eq(was))
        .exec(tx.db())
        .await?;
    if done.rows_affected != 1 {
        return Err(StoreError::Stale {
            aggregate: "council",
            id,
        });
    }
    record.version += 1;
    Ok(())
}

/// The council with this id.
///
/// # Errors
/// The database failed.
pub async fn council(tx: &Tx, id: Uuid) -> Result<Option<Council>, StoreError> {
    Ok(council_record(tx, id).await?.map(|record| record.council))
}

/// The council with this id, to be amended.
///
/// # Errors
/// The database failed.
pub async fn council_record(tx: &Tx, id: Uuid) -> Result<Option<CouncilRecord>, StoreError> {
    let row = Entity::find_by_id(id).one(tx.db()).await?;
    row.map(CouncilRecord::try_from).transpose()
}

/// The councils with these ids that there are, for who only reads.
///
/// # Errors
/// The database failed.
pub async fn councils_by_id(
    store: &Store,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<CouncilRecord>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids))
        .all(store.database().reader())
        .await?;
    rows.into_iter().map(CouncilRecord::try_from).collect()
}

/// Which councils to list.
#[derive(Clone, Debug, Default)]
pub struct CouncilFilter {
    /// Of this province.
    pub province: Option<String>,
    /// Of this level.
    pub level: Option<Level>,
}

/// A page of councils in the order of recording, and the token of the next.
///
/// # Errors
/// The database failed.
pub async fn list_councils(
    store: &Store,
    filter: &CouncilFilter,
    page: &Page,
) -> Result<(Vec<CouncilRecord>, String), StoreError> {
    let province = filter.province.as_ref();
    // The centre's council is the one without a province.
    let level = filter.level.map(|level| match level {
        Level::Province => Column::ProvinceCode.ne(""),
        Level::Centre => Column::ProvinceCode.eq(""),
    });
    let fits = Condition::all()
        .add_option(province.map(|code| Column::ProvinceCode.eq(code)))
        .add_option(level);
    let query = Entity::find().filter(fits);
    let (rows, next) = page_by_id(store.database(), query, page, Column::Id, |row| row.id).await?;
    let councils = rows.into_iter().map(CouncilRecord::try_from);
    Ok((councils.collect::<Result<_, _>>()?, next))
}

#[cfg(test)]
mod tests;
