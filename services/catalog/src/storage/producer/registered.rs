//! The producers that rows of an import name.

use std::collections::{BTreeSet, HashMap};

use ocop_chassis::database::StoreError;
use sea_orm::entity::prelude::*;
use sea_orm::{FromQueryResult, QuerySelect};

use super::{Column, Entity, corrupt};
use crate::domain::product::Maker;
use crate::storage::Tx;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    name: String,
    kind: String,
    value_chain: String,
    registration_number: String,
    place_code: String,
    province_code: String,
    place_on: Date,
}

/// The producers with these registration numbers, as products need them, by number.
pub async fn by_registration_number(
    tx: &Tx,
    numbers: &BTreeSet<String>,
) -> Result<HashMap<String, Maker>, StoreError> {
    let rows = Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::Name,
            Column::Kind,
            Column::ValueChain,
            Column::RegistrationNumber,
            Column::PlaceCode,
            Column::ProvinceCode,
            Column::PlaceOn,
        ])
        .filter(Column::RegistrationNumber.is_in(numbers))
        .into_model::<Row>()
        .all(tx.db())
        .await?;
    let of = |row: Row| {
        let maker = Maker {
            id: row.id,
            name: row.name,
            kind: row.kind.parse().map_err(|_| corrupt(row.id))?,
            value_chain: row.value_chain.parse().map_err(|_| corrupt(row.id))?,
            place_code: row.place_code,
            province_code: row.province_code,
            place_said_on: row.place_on,
        };
        Ok((row.registration_number, maker))
    };
    rows.into_iter().map(of).collect()
}
