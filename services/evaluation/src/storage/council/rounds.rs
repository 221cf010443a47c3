//! Rounds. They are opened once and do not change.

use ocop_chassis::database::{StoreError, page_by_id};
use ocop_chassis::paging::Page;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, Condition, QueryOrder, QuerySelect};

use crate::domain::council::round::Round;
use crate::domain::criteria::regulation::Level;
use crate::storage::{Store, Tx, from_word, word};

/// The table `rounds`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rounds")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    created_at: DateTimeUtc,
    level: String,
    province_code: String,
    year: i32,
    number: i32,
    council_id: Uuid,
    cut_off: Option<Date>,
    ends_on: Option<Date>,
}

/// None.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A round as callers see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundRecord {
    /// The round.
    pub round: Round,
    /// When it was opened.
    pub created_at: DateTimeUtc,
}

impl TryFrom<Model> for RoundRecord {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            round: Round {
                id: row.id,
                level: from_word(&row.level, "level of a round")?,
                province_code: row.province_code,
                year: row.year,
                number: row.number.unsigned_abs(),
                council_id: row.council_id,
                cut_off: row.cut_off,
                ends_on: row.ends_on,
            },
            created_at: row.created_at,
        })
    }
}

/// Opens a round.
///
/// # Errors
/// [`StoreError::NotUnique`] if the province, or the centre, has one with this year and number.
pub async fn insert_round(tx: &Tx, round: &Round) -> Result<(), StoreError> {
    let row = ActiveModel {
        id: Set(round.id),
        created_at: Set(tx.now()),
        level: Set(word(&round.level)),
        province_code: Set(round.province_code.clone()),
        year: Set(round.year),
        number: Set(round.number.cast_signed()),
        council_id: Set(round.council_id),
        cut_off: Set(round.cut_off),
        ends_on: Set(round.ends_on),
    };
    Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// The round with this id.
///
/// # Errors
/// The database failed.
pub async fn round(tx: &Tx, id: Uuid) -> Result<Option<Round>, StoreError> {
    let row = Entity::find_by_id(id).one(tx.db()).await?;
    let record = row.map(RoundRecord::try_from).transpose()?;
    Ok(record.map(|record| record.round))
}

/// The newest rounds of a province (or of the centre, with an empty code), for finding the one that a
/// dossier lands in.
///
/// # Errors
/// The database failed.
pub async fn rounds_of(tx: &Tx, level: Level, province: &str) -> Result<Vec<Round>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Level.eq(word(&level)))
        .filter(Column::ProvinceCode.eq(province))
        .order_by_desc(Column::Year)
        .order_by_desc(Column::Number)
        .limit(NEWEST)
        .all(tx.db())
        .await?;
    rows.into_iter()
        .map(|row| Ok(RoundRecord::try_from(row)?.round))
        .collect()
}

/// How many rounds back a dossier may land: years of them.
const NEWEST: u64 = 50;

/// Which rounds to list.
#[derive(Clone, Debug, Default)]
pub struct RoundFilter {
    /// Of this province.
    pub province: Option<String>,
    /// Of this level.
    pub level: Option<Level>,
    /// Of this year.
    pub year: Option<i32>,
}

/// A page of rounds and the token of the next.
///
/// # Errors
/// The database failed.
pub async fn list_rounds(
    store: &Store,
    filter: &RoundFilter,
    page: &Page,
) -> Result<(Vec<RoundRecord>, String), StoreError> {
    let fits = Condition::all()
        .add_option(
            filter
                .province
                .as_ref()
                .map(|code| Column::ProvinceCode.eq(code)),
        )
        .add_option(filter.level.map(|level| Column::Level.eq(word(&level))))
        .add_option(filter.year.map(|year| Column::Year.eq(year)));
    let query = Entity::find().filter(fits);
    let (rows, next) = page_by_id(store.database(), query, page, Column::Id, |row| row.id).await?;
    let records = rows.into_iter().map(RoundRecord::try_from);
    Ok((records.collect::<Result<_, _>>()?, next))
}
