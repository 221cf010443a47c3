//! Councils.

use ocop_chassis::database::StoreError;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;

use super::{Tx, from_json, json};
use crate::domain::council::Council;

/// The table `councils`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "councils")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    created_at: DateTimeUtc,
    province_code: String,
    body: String,
}

/// None.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Records a council.
///
/// # Errors
/// The database failed.
pub async fn insert_council(tx: &Tx, council: &Council) -> Result<(), StoreError> {
    let row = ActiveModel {
        id: Set(council.id),
        created_at: Set(tx.now()),
        province_code: Set(council.province_code.clone()),
        body: Set(json(council)),
    };
    Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// The council with this id.
///
/// # Errors
/// The database failed.
pub async fn council(tx: &Tx, id: Uuid) -> Result<Option<Council>, StoreError> {
    let row = Entity::find_by_id(id).one(tx.db()).await?;
    row.map(|row| from_json(&row.body, "council")).transpose()
}
