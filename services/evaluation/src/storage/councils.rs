//! Councils and rounds. They are recorded once and do not change.

use ocop_chassis::database::StoreError;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;

use super::{Tx, from_json, json};
use crate::domain::council::Council;
use crate::domain::round::Round;

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

mod rounds {
    use sea_orm::entity::prelude::*;

    /// The table `rounds`.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "rounds")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(super) id: Uuid,
        pub(super) created_at: DateTimeUtc,
        pub(super) province_code: String,
        pub(super) year: i32,
        pub(super) number: i32,
        pub(super) council_id: Uuid,
        pub(super) cut_off: Option<Date>,
    }

    /// None.
    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

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

/// Opens a round.
///
/// # Errors
/// [`StoreError::NotUnique`] if the province has one with this year and number.
pub async fn insert_round(tx: &Tx, round: &Round) -> Result<(), StoreError> {
    let row = rounds::ActiveModel {
        id: Set(round.id),
        created_at: Set(tx.now()),
        province_code: Set(round.province_code.clone()),
        year: Set(round.year),
        number: Set(round.number.cast_signed()),
        council_id: Set(round.council_id),
        cut_off: Set(round.cut_off),
    };
    rounds::Entity::insert(row)
        .exec_without_returning(tx.db())
        .await?;
    Ok(())
}

/// The round with this id.
///
/// # Errors
/// The database failed.
pub async fn round(tx: &Tx, id: Uuid) -> Result<Option<Round>, StoreError> {
    let row = rounds::Entity::find_by_id(id).one(tx.db()).await?;
    Ok(row.map(|row| Round {
        id: row.id,
        province_code: row.province_code,
        year: row.year,
        number: row.number.unsigned_abs(),
        council_id: row.council_id,
        cut_off: row.cut_off,
    }))
}
