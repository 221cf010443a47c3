//! The producers that rows of an import name.

use std::collections::{BTreeSet, HashMap};

use ocop_chassis::database::StoreError;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::SimpleExpr;
use sea_orm::{FromQueryResult, QuerySelect};

use super::{Column, Entity, corrupt};
use crate::domain::product::Maker;
use crate::storage::Tx;
use crate::storage::merging::{self, Key};

#[derive(Clone, FromQueryResult)]
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

/// The producers to which these registration numbers lead, as products need them, by number; and those of the numbers that
/// nobody bears any more, for the record that did was merged.
pub async fn by_registration_number(
    tx: &Tx,
    numbers: &BTreeSet<String>,
) -> Result<(HashMap<String, Maker>, BTreeSet<String>), StoreError> {
    let mut rows = rows(tx, Column::RegistrationNumber.is_in(numbers)).await?;
    let former = numbers.iter().map(String::as_str);
    let former = merging::by_former(tx.db(), Key::RegistrationNumber, former).await?;
    if !former.is_empty() {
        let kept = self::rows(tx, Column::Id.is_in(former.values().copied())).await?;
        for (number, id) in &former {
            let row = kept.iter().find(|row| row.id == *id).cloned();
            rows.extend(row.map(|row| Row {
                registration_number: number.clone(),
                ..row
            }));
        }
    }
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
    let makers = rows
        .into_iter()
        .map(of)
        .collect::<Result<_, StoreError>>()?;
    Ok((makers, former.into_keys().collect()))
}

async fn rows(tx: &Tx, which: SimpleExpr) -> Result<Vec<Row>, StoreError> {
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
        .filter(which)
        .into_model::<Row>()
        .all(tx.db())
        .await?;
    Ok(rows)
}
