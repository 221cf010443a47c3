//! The copy of the catalog's producers, by which producers are counted while the catalog is away.

use std::collections::HashMap;

use ocop_chassis::database::{PlaceColumns, StoreError, lies_in, plain_table};
use ocop_chassis::messaging::consumer::may_come;
use ocop_places::Area;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, OnConflict, Query};
use sea_orm::{Condition, ConnectionTrait};

use super::{merged, products};
use crate::domain::register::producer::{Home, Producer};
use crate::storage::{Store, Tx, parse};

/// The table `producers`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "producers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    name: String,
    kind: String,
    province_code: String,
    place_code: String,
    place_on: Date,
    led_by_woman: bool,
    led_by_minority: bool,
    led_by_disabled: bool,
    value_chain: String,
    stable_raw_material: bool,
    person_erased: bool,
}

plain_table!();

/// What producers are called now and where they are, those of them whose events have arrived.
pub(crate) async fn names_and_homes(
    db: &impl ConnectionTrait,
    ids: impl Iterator<Item = Uuid>,
) -> Result<HashMap<Uuid, (String, Home)>, StoreError> {
    let rows = Entity::find().filter(Column::Id.is_in(ids)).all(db).await?;
    let of = |row: Model| {
        let home = Home {
            place_code: row.place_code,
            province_code: row.province_code,
            said_on: row.place_on,
        };
        (row.id, (row.name, home))
    };
    Ok(rows.into_iter().map(of).collect())
}

/// Where a producer is, as its own newest event says or, before that has arrived, that of one of its products.
/// `None` if neither has.
pub async fn home_of(tx: &Tx, producer: Uuid) -> Result<Option<Home>, StoreError> {
    home(tx.db(), producer).await
}

/// The same, for reading.
pub async fn find_home_of(store: &Store, producer: Uuid) -> Result<Option<Home>, StoreError> {
    home(store.database().reader(), producer).await
}

async fn home(db: &impl ConnectionTrait, producer: Uuid) -> Result<Option<Home>, StoreError> {
    let producer = merged::kept_one(db, producer).await?;
    match Entity::find_by_id(producer).one(db).await? {
        Some(row) => Ok(Some(Home {
            place_code: row.place_code,
            province_code: row.province_code,
            said_on: row.place_on,
        })),
        None => products::home_told_by_product(db, producer).await,
    }
}

/// Whether a producer that is not here may still be heard of.
pub async fn producer_may_come(tx: &Tx, id: Uuid) -> Result<bool, StoreError> {
    may_come(tx.db(), super::PRODUCERS, id, tx.now()).await
}

/// Whether `producer` is in these areas. `otherwise` is what holds for a producer
/// whose event has not arrived.
pub(crate) fn at_home_in(
    producer: impl ColumnTrait,
    areas: &[Area],
    otherwise: Condition,
) -> Condition {
    let placed = PlaceColumns {
        province: Expr::col((Entity, Column::ProvinceCode)),
        place: Some(Expr::col((Entity, Column::PlaceCode))),
        said_on: Expr::col((Entity, Column::PlaceOn)),
    };
    let ids = || Query::select().column(Column::Id).from(Entity).to_owned();
    let here = ids()
        .cond_where(areas.iter().fold(Condition::all(), |all, area| {
            all.add(lies_in(area, &placed))
        }))
        .to_owned();
    Condition::any()
        .add(producer.in_subquery(here))
        .add(otherwise.add(producer.not_in_subquery(ids())))
}

/// The producer to which this id leads, if its event has arrived.
pub async fn producer(tx: &Tx, id: Uuid) -> Result<Option<Producer>, StoreError> {
    let id = merged::kept_one(tx.db(), id).await?;
    let Some(row) = Entity::find_by_id(id).one(tx.db()).await? else {
        return Ok(None);
    };
    Ok(Some(Producer {
        id,
        name: row.name,
        kind: row.kind.parse().ok(),
        province_code: row.province_code,
        place_code: row.place_code,
        place_said_on: row.place_on,
        led_by_woman: row.led_by_woman,
        led_by_minority: row.led_by_minority,
        led_by_disabled: row.led_by_disabled,
        value_chain: parse(&row.value_chain, "value chain of a producer")?,
        stable_raw_material: row.stable_raw_material,
        person_erased: row.person_erased,
    }))
}

/// Whether what is personal of a producer was erased, as far as its events have arrived.
pub async fn is_person_erased(tx: &Tx, id: Uuid) -> Result<bool, StoreError> {
    let row = Entity::find_by_id(id).one(tx.db()).await?;
    Ok(row.is_some_and(|row| row.person_erased))
}

/// Stores the last state of each producer; one entry per producer. Of one whose representative is erased, the figures stay
/// in which the person was counted.
pub async fn store_producers(tx: &Tx, producers: Vec<Producer>) -> Result<(), StoreError> {
    let (erased, known): (Vec<Producer>, Vec<Producer>) = producers
        .into_iter()
        .partition(|producer| producer.person_erased);
    let figures = [
        Column::LedByWoman,
        Column::LedByMinority,
        Column::LedByDisabled,
    ];
    store(tx, known, &figures).await?;
    store(tx, erased, &[]).await
}

/// Stores producers with what of their columns always changes, and `more`.
async fn store(tx: &Tx, producers: Vec<Producer>, more: &[Column]) -> Result<(), StoreError> {
    let rows: Vec<ActiveModel> = producers
        .into_iter()
        .map(|producer| ActiveModel {
            id: Set(producer.id),
            kind: Set(producer
                .kind
                .map(|kind| kind.to_string())
                .unwrap_or_default()),
            province_code: Set(producer.province_code),
            place_code: Set(producer.place_code),
            place_on: Set(producer.place_said_on),
            led_by_woman: Set(producer.led_by_woman),
            led_by_minority: Set(producer.led_by_minority),
            led_by_disabled: Set(producer.led_by_disabled),
            value_chain: Set(producer.value_chain.to_string()),
            stable_raw_material: Set(producer.stable_raw_material),
            person_erased: Set(producer.person_erased),
            name: Set(producer.name),
        })
        .collect();
    for chunk in rows.chunks(2_000) {
        let newest = OnConflict::column(Column::Id)
            .update_columns([
                Column::Name,
                Column::Kind,
                Column::ProvinceCode,
                Column::PlaceCode,
                Column::PlaceOn,
                Column::ValueChain,
                Column::StableRawMaterial,
                Column::PersonErased,
            ])
            .update_columns(more.iter().copied())
            .to_owned();
        Entity::insert_many(chunk.to_vec())
            .on_conflict(newest)
            .exec_without_returning(tx.db())
            .await?;
    }
    Ok(())
}
