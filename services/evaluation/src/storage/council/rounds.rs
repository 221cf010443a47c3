//! Rounds. They are opened once and do not change.

use ocop_chassis::database::{StoreError, plain_table};
use ocop_chassis::paging::Page;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, Condition, QueryOrder, QuerySelect};

use crate::domain::council::round::Round;
use crate::domain::criteria::regulation::Level;
use crate::storage::{Store, Tx, equal, parse};

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

plain_table!();

impl TryFrom<Model> for Round {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            opened_at: row.created_at,
            level: parse(&row.level, "level of a round")?,
            province_code: row.province_code,
            year: row.year,
            number: row.number.unsigned_abs(),
            council_id: row.council_id,
            cut_off: row.cut_off,
            ends_on: row.ends_on,
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
        created_at: Set(round.opened_at),
        level: Set(round.level.to_string()),
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

pub async fn round(tx: &Tx, id: Uuid) -> Result<Option<Round>, StoreError> {
    let row = Entity::find_by_id(id).one(tx.db()).await?;
    row.map(Round::try_from).transpose()
}

/// How many rounds back a dossier may land: years of them.
const NEWEST: u64 = 50;

/// The newest rounds of a province (or of the centre, with an empty code), for finding the one that a
/// dossier lands in.
pub async fn rounds_of(tx: &Tx, level: Level, province: &str) -> Result<Vec<Round>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Level.eq(level.to_string()))
        .filter(Column::ProvinceCode.eq(province))
        .order_by_desc(Column::Year)
        .order_by_desc(Column::Number)
        .limit(NEWEST)
        .all(tx.db())
        .await?;
    rows.into_iter().map(Round::try_from).collect()
}

#[derive(Clone, Debug, Default)]
pub struct RoundFilter {
    pub province: Option<String>,
    pub level: Option<Level>,
    pub year: Option<i32>,
}

/// A page of rounds and the token of the next.
pub async fn list_rounds(
    store: &Store,
    filter: &RoundFilter,
    page: &Page,
) -> Result<(Vec<Round>, String), StoreError> {
    let fits = Condition::all()
        .add_option(equal(Column::ProvinceCode, &filter.province))
        .add_option(
            filter
                .level
                .map(|level| Column::Level.eq(level.to_string())),
        )
        .add_option(equal(Column::Year, &filter.year));
    store
        .database()
        .page(Entity::find().filter(fits), page)
        .await
}
