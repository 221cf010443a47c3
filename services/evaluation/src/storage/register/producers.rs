//! The copy of the catalog's producers, by which producers are counted while the catalog is away.

use std::collections::HashMap;

use ocop_chassis::database::StoreError;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use crate::domain::register::producer::{Producer, ProducerKind, ValueChain};
use crate::storage::Tx;

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
    led_by_woman: bool,
    led_by_minority: bool,
    led_by_disabled: bool,
    value_chain: String,
    stable_raw_material: bool,
}

/// None.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What producers are called now, those of them whose events have arrived.
pub(crate) async fn names(
    tx: &Tx,
    ids: impl Iterator<Item = Uuid>,
) -> Result<HashMap<Uuid, String>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids))
        .all(tx.db())
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// The producer with this id, if its event has arrived.
///
/// # Errors
/// The database failed.
pub async fn producer(tx: &Tx, id: Uuid) -> Result<Option<Producer>, StoreError> {
    let Some(row) = Entity::find_by_id(id).one(tx.db()).await? else {
        return Ok(None);
    };
    let value_chain =
        ValueChain::from_stored(&row.value_chain).ok_or_else(|| StoreError::Corrupt {
            what: format!("producer {id}"),
        })?;
    Ok(Some(Producer {
        id,
        name: row.name,
        kind: ProducerKind::from_stored(&row.kind),
        province_code: row.province_code,
        place_code: row.place_code,
        led_by_woman: row.led_by_woman,
        led_by_minority: row.led_by_minority,
        led_by_disabled: row.led_by_disabled,
        value_chain,
        stable_raw_material: row.stable_raw_material,
    }))
}

/// Stores the last state of each producer; one entry per producer.
///
/// # Errors
/// The database failed.
pub async fn store_producers(tx: &Tx, producers: Vec<Producer>) -> Result<(), StoreError> {
    let rows: Vec<ActiveModel> = producers
        .into_iter()
        .map(|producer| ActiveModel {
            id: Set(producer.id),
            kind: Set(producer
                .kind
                .map_or_else(String::new, |kind| kind.as_str().to_owned())),
            province_code: Set(producer.province_code),
            place_code: Set(producer.place_code),
            led_by_woman: Set(producer.led_by_woman),
            led_by_minority: Set(producer.led_by_minority),
            led_by_disabled: Set(producer.led_by_disabled),
            value_chain: Set(producer.value_chain.as_str().to_owned()),
            stable_raw_material: Set(producer.stable_raw_material),
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
                Column::LedByWoman,
                Column::LedByMinority,
                Column::LedByDisabled,
                Column::ValueChain,
                Column::StableRawMaterial,
            ])
            .to_owned();
        Entity::insert_many(chunk.to_vec())
            .on_conflict(newest)
            .exec_without_returning(tx.db())
            .await?;
    }
    Ok(())
}
