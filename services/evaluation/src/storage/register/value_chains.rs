//! What the value chains of producers were, so that progress is asked as of any day since the catalog said it.

use std::collections::HashMap;

use chrono::NaiveDate;
use ocop_chassis::database::{StoreError, plain_table};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{FromQueryResult, QuerySelect as _};

use super::producers;
use crate::domain::register::producer::Producer;
use crate::storage::Tx;

/// The table `past_value_chains`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "past_value_chains")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    producer_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    until_day: Date,
    value_chain: String,
    stable_raw_material: bool,
}

plain_table!();

#[derive(FromQueryResult)]
struct Present {
    id: Uuid,
    value_chain: String,
    stable_raw_material: bool,
}

/// Keeps what was until each of these changes, which come in order per producer, each with its day. Of several on one day
/// what was before the first.
pub async fn keep_value_chains(
    tx: &Tx,
    changes: &[(NaiveDate, Producer)],
) -> Result<(), StoreError> {
    let present: Vec<Present> = producers::Entity::find()
        .select_only()
        .columns([
            producers::Column::Id,
            producers::Column::ValueChain,
            producers::Column::StableRawMaterial,
        ])
        .filter(producers::Column::Id.is_in(changes.iter().map(|(_, producer)| producer.id)))
        .into_model()
        .all(tx.db())
        .await?;
    let mut known: HashMap<Uuid, (String, bool)> = present
        .into_iter()
        .map(|row| (row.id, (row.value_chain, row.stable_raw_material)))
        .collect();
    let mut past = Vec::new();
    for (day, producer) in changes {
        let now = (
            producer.value_chain.to_string(),
            producer.stable_raw_material,
        );
        if let Some(before) = known.insert(producer.id, now.clone())
            && before != now
        {
            past.push(ActiveModel {
                producer_id: Set(producer.id),
                until_day: Set(*day),
                value_chain: Set(before.0),
                stable_raw_material: Set(before.1),
            });
        }
    }
    for chunk in past.chunks(2_000) {
        let first = OnConflict::columns([Column::ProducerId, Column::UntilDay])
            .do_nothing()
            .to_owned();
        Entity::insert_many(chunk.to_vec())
            .on_conflict(first)
            .exec_without_returning(tx.db())
            .await?;
    }
    Ok(())
}
