//! Rounds.

use chrono::NaiveDate;
use ocop_chassis::database::{PlaceColumns, StoreError, lies_in, plain_table};
use ocop_chassis::paging::Page;
use ocop_identity::{AskedUnit, Located};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, Query, SelectStatement};
use sea_orm::{ActiveValue::Set, Condition, QueryOrder, QuerySelect};

use crate::domain::council::round::Round;
use crate::domain::criteria::regulation::Level;
use crate::storage::{OF_PROVINCE, Store, Tx, equal, in_unit, parse};

/// The table `rounds`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rounds")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    created_at: DateTimeUtc,
    level: String,
    province_code: String,
    place_on: Date,
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
        place_on: Set(round.said_on()),
        year: Set(round.year),
        number: Set(round.number.cast_signed()),
        council_id: Set(round.council_id),
        cut_off: Set(round.cut_off),
        ends_on: Set(round.ends_on),
    };
    Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Saves what was put right of a round.
pub async fn update_round(tx: &Tx, round: &Round) -> Result<(), StoreError> {
    let row = ActiveModel {
        council_id: Set(round.council_id),
        cut_off: Set(round.cut_off),
        ends_on: Set(round.ends_on),
        ..Default::default()
    };
    let these = Entity::update_many().set(row);
    these.filter(Column::Id.eq(round.id)).exec(tx.db()).await?;
    Ok(())
}

/// A round that stays as it is until the end of the transaction, so that a dossier comes into what it was accepted by.
pub async fn round(tx: &Tx, id: Uuid) -> Result<Option<Round>, StoreError> {
    let row = Entity::find_by_id(id).lock_shared().one(tx.db()).await?;
    row.map(Round::try_from).transpose()
}

/// A round that is to be changed.
pub async fn round_for_update(tx: &Tx, id: Uuid) -> Result<Option<Round>, StoreError> {
    let row = Entity::find_by_id(id).lock_exclusive().one(tx.db()).await?;
    row.map(Round::try_from).transpose()
}

/// How many rounds back a dossier may land: years of them.
const NEWEST: u64 = 50;

/// The newest rounds of a province (or of the centre, with an empty code), for finding the one that a
/// dossier lands in.
pub async fn rounds_of(
    tx: &Tx,
    level: Level,
    province: Option<(&str, NaiveDate)>,
) -> Result<Vec<Round>, StoreError> {
    let here = match province {
        None => Condition::all().add(Column::ProvinceCode.eq("")),
        Some((code, said_on)) => of_same_province(tx, code, said_on),
    };
    let rows = Entity::find()
        .filter(Column::Level.eq(level.to_string()))
        .filter(here)
        .order_by_desc(Column::Year)
        .order_by_desc(Column::Number)
        .limit(NEWEST)
        .lock_shared()
        .all(tx.db())
        .await?;
    rows.into_iter().map(Round::try_from).collect()
}

/// Rounds of the province in which a place lies today, under whatever code they were opened.
fn of_same_province(tx: &Tx, code: &str, said_on: NaiveDate) -> Condition {
    let units = tx.units();
    let place = Located {
        province: code.to_owned(),
        place: None,
        said_on,
    };
    match units.province_of(&place) {
        Some(today) => lies_in(
            &units.area(today),
            &PlaceColumns {
                province: Expr::col(Column::ProvinceCode),
                place: None,
                said_on: Expr::col(Column::PlaceOn),
            },
        ),
        None => Condition::all().add(Column::ProvinceCode.eq(code)),
    }
}

/// The ids of the rounds with a year or a number.
pub(crate) fn rounds_with(year: Option<i32>, number: Option<i32>) -> SelectStatement {
    let fits = Condition::all()
        .add_option(equal(Column::Year, &year))
        .add_option(equal(Column::Number, &number));
    Query::select()
        .column(Column::Id)
        .from(Entity)
        .cond_where(fits)
        .to_owned()
}

#[derive(Clone, Debug, Default)]
pub struct RoundFilter {
    pub province: Option<AskedUnit>,
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
        .add_option(in_unit(store, filter.province.as_ref(), OF_PROVINCE))
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
